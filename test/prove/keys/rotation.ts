import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { dataKeyDays, renewDataKey } from '../../../lib/actions/keys/renew-data-key.ts';
import { kmsWrapping } from '../../../lib/crypto/kms.ts';
import { keyIdOf } from '../../../lib/crypto/sealing.ts';
import { wrappedKeys } from '../../../lib/store/data-keys.ts';
import { keys } from '../../../lib/store/keys.ts';
import type { Api } from '../../support/api.ts';
import { appCode, type Enrolled, enrolledUser } from '../../support/people.ts';
import { keyId, type World } from '../../support/world.ts';
import { coldFunction } from '../cold-function.ts';

export interface Rotated {
  readonly verified: number;
  readonly failed: number;
  /** Secrets by the number of the data key that they are sealed with. */
  readonly under: ReadonlyMap<number, number>;
  /** The control: verifications of a function that starts when the first key is gone. */
  readonly withoutKey: number;
}

/** A function keeps an opened key for fifteen minutes, and looks for a newer one then. */
const keptSeconds = 900;
const servedSeconds = dataKeyDays * 86_400;

/**
 * Verifications of all users by three functions, while one data key after the other is made when its time has come, and
 * people enroll under each. What is sealed opens with the key whose number it carries.
 */
export async function rotateUnderLoad(
  world: World,
  users: number,
  rotations: number,
  progress: (done: number, of: number, what: string) => void,
): Promise<Rotated> {
  const people: Enrolled[] = [];
  const sight = {
    database: world.endpoint,
    kms: process.env['AWS_ENDPOINT_URL_KMS'] ?? '',
    timeoutMilliseconds: 60_000,
  };
  const functions = [1, 2, 3].map(() => coldFunction(world, sight));
  const ports = { ...wrappedKeys(world.services.table), ...kmsWrapping(keyId), clock: world.services.clock };
  let [verified, failed] = [0, 0];
  for (let turn = 1; turn <= rotations; turn++) {
    while (people.length < (users * turn) / rotations) people.push(await enrolledUser(world));
    world.advance(servedSeconds + 60);
    let added = false;
    const half = Math.floor(people.length / 2);
    const verifyAll = async (nth: number): Promise<void> => {
      for (let place = nth; place < people.length; place += functions.length) {
        const person = people[place] as Enrolled;
        const right = await verify(functions[nth]?.api ?? world.api, world, person);
        if (right) verified++;
        else failed++;
        if (place < half || added) continue;
        added = true;
        await renewDataKey(ports);
      }
    };
    await Promise.all(functions.map((_, nth) => verifyAll(nth)));
    progress(turn, rotations, `data keys added, ${verified} verified, ${failed} failed`);
  }
  const under = await secretsByKey(world);
  for (const { stop } of functions) stop();
  const first = people.slice(0, Math.min(3, Math.ceil(users / rotations)));
  return { verified, failed, under, withoutKey: await verifyWithoutFirst(world, sight, first) };
}

async function verify(api: Api, world: World, { userId, secret }: Enrolled): Promise<boolean> {
  const started = await api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  const path = `/v1/verifications/${started.body?.verificationId}/attempts`;
  const body = { code: appCode(secret, world.now) };
  return (await api.call('POST', path, { as: 'application', body })).status === 200;
}

async function secretsByKey(world: World): Promise<Map<number, number>> {
  const under = new Map<number, number>();
  for (const { sk, secret } of await world.everything()) {
    if (!sk?.S?.startsWith('TOKEN#') || !secret?.B) continue;
    const id = keyIdOf(secret.B);
    under.set(id, (under.get(id) ?? 0) + 1);
  }
  return under;
}

async function verifyWithoutFirst(
  world: World,
  sight: Parameters<typeof coldFunction>[1],
  people: readonly Enrolled[],
): Promise<number> {
  const { pk, sk } = keys.dataKey(1);
  await world.client.send(
    new DeleteItemCommand({ TableName: world.tableName, Key: { pk: { S: pk }, sk: { S: sk } } }),
  );
  world.advance(keptSeconds + 60);
  const late = coldFunction(world, sight);
  let right = 0;
  for (const person of people) if (await verify(late.api, world, person)) right++;
  late.stop();
  return right;
}
