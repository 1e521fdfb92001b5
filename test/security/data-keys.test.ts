import { describe, expect } from 'vitest';
import { dataKeyDays, renewDataKey } from '../../lib/actions/keys/renew-data-key.ts';
import { kmsWrapping } from '../../lib/crypto/kms.ts';
import { keyIdOf } from '../../lib/crypto/sealing.ts';
import { wrappedKeys } from '../../lib/store/data-keys.ts';
import { day } from '../support/accounts.ts';
import { appCode, attempt, type Enrolled, enrolledUser, start } from '../support/people.ts';
import { keyId } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';

const quarterHour = 15 * 60;

const renew = () =>
  renewDataKey({
    ...wrappedKeys(world.services.table),
    ...kmsWrapping(keyId),
    clock: world.services.clock,
  });

async function keyOf({ tokenId }: Enrolled): Promise<number> {
  const token = (await world.everything()).find(({ sk }) => sk?.S === `TOKEN#${tokenId}`);
  return keyIdOf(token?.['secret']?.B ?? new Uint8Array());
}

async function signIn({ userId, secret }: Enrolled): Promise<number> {
  const { verificationId } = await start(world, userId);
  return (await attempt(world, verificationId, appCode(secret, world.now))).status;
}

describe('rule 5: data keys rotate without downtime', () => {
  test('before anybody needed a key there is none to renew', async () => {
    expect(await renew()).toEqual({});
  });

  test('after its days a key is followed by the next, of eight runs at once by one, and not before', async () => {
    const early = await enrolledUser(world);
    world.advance(dataKeyDays * day - quarterHour);
    expect(await renew()).toEqual({});
    world.advance(quarterHour);
    const made = await Promise.all(Array.from({ length: 8 }, renew));
    expect(made.filter((run) => run.made !== undefined)).toEqual([{ made: 2 }]);
    expect(await renew()).toEqual({});

    expect(await signIn(early)).toBe(200);
    world.advance(quarterHour + 1);
    const late = await enrolledUser(world);
    expect([await keyOf(early), await keyOf(late)]).toEqual([1, 2]);
    expect([await signIn(early), await signIn(late)]).toEqual([200, 200]);
  });
});
