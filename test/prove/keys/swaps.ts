import { randomBytes } from 'node:crypto';
import { type Belonging, type DataKey, seal } from '../../../lib/crypto/sealing.ts';
import { flipOneBit } from '../../support/secrets.ts';
import type { World } from '../../support/world.ts';
import { kinds, type Place, type Used } from './places.ts';

type Random = (below: number) => number;

/** Something right but for one thing that is authenticated. */
interface Swap {
  readonly field: string;
  readonly forge: (place: Place, key: DataKey, random: Random) => Uint8Array;
}

const purposes: readonly Belonging['purpose'][] = [
  'otp-secret',
  'pool-secret',
  'message',
  'device',
  'signing-key',
  'provider',
];

const elsewhere = ({ belonging, plain }: Place, change: Partial<Belonging>, key: DataKey): Uint8Array =>
  seal(plain, { ...belonging, ...change }, key, randomBytes);

const other = (): string => randomBytes(9).toString('base64url');

/** Turns one byte of the head, in which the version and the key's number stand. */
function withHead(place: Place, key: DataKey, at: number, random: Random): Uint8Array {
  const sealed = Uint8Array.from(elsewhere(place, {}, key));
  sealed[at] = (sealed[at] ?? 0) ^ (1 + random(255));
  return sealed;
}

export const swaps: readonly Swap[] = [
  { field: 'user', forge: (place, key) => elsewhere(place, { userId: other() }, key) },
  { field: 'token', forge: (place, key) => elsewhere(place, { subjectId: other() }, key) },
  {
    field: 'purpose',
    forge(place, key, random) {
      const others = purposes.filter((purpose) => purpose !== place.belonging.purpose);
      return elsewhere(place, { purpose: others[random(others.length)] ?? 'message' }, key);
    },
  },
  { field: 'version', forge: (place, key, random) => withHead(place, key, 0, random) },
  { field: 'key', forge: (place, key, random) => withHead(place, key, 1 + random(2), random) },
  { field: 'any bit', forge: (place, key) => flipOneBit(elsewhere(place, {}, key)) },
];

export interface Swapped {
  readonly tried: number;
  readonly wrong: readonly string[];
  /** For the control: nothing changed, so all have to be accepted. */
  readonly right: number;
  readonly controls: number;
}

/** Each field so many times in each kind of place, and the same without a change now and then. */
export async function swapEverywhere(
  world: World,
  times: number,
  random: Random,
  progress: (done: number, of: number, what: string) => void,
): Promise<Swapped> {
  const wrong: string[] = [];
  let [tried, right, controls] = [0, 0, 0];
  for (const { name, make, lasting } of kinds) {
    const reused = lasting ? await make(world) : undefined;
    for (const { field, forge } of swaps) {
      for (let nth = 0; nth < times; nth++) {
        const key = await world.services.keyring.current();
        const place = reused ?? (await make(world));
        await place.replace(forge(place, key, random));
        const fault = whatIsWrong(await place.use());
        if (fault) wrong.push(`${name}, other ${field}: ${fault}`);
        tried++;
        if (nth % 20 > 0) continue;
        const control = reused ?? (await make(world));
        await control.replace(elsewhere(control, {}, key));
        controls++;
        if ((await control.use()).accepted) right++;
      }
      progress(tried, times * kinds.length * swaps.length, `${name}, other ${field}: ${wrong.length} wrong`);
    }
  }
  return { tried, wrong, right, controls };
}

/** A refusal for another reason, or one that tells what happened inside, is none. */
export function whatIsWrong({ accepted, answer }: Used): string | undefined {
  if (accepted) return 'accepted';
  if (!answer) return undefined;
  const { status, headers, body } = answer;
  if (status < 500) return `refused for another reason: ${status} ${body?.code}`;
  if (headers['content-type'] !== 'application/problem+json') return 'no problem document';
  const told = Object.keys(body).filter((name) => !['type', 'title', 'status', 'instance'].includes(name));
  const blank = body.detail === 'The request failed. Its id is in "instance".';
  return blank && told.join() === 'detail' ? undefined : `tells ${JSON.stringify(body)}`;
}
