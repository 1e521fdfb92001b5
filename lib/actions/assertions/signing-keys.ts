import type { KeyObject } from 'node:crypto';
import { newSigningKey, openSigningKey, thumbprintOf } from '../../crypto/jws.ts';
import { keyIdOf, open, seal } from '../../crypto/sealing.ts';
import { dueKey, publishedKeysAt, type Scheduled, signingKeyAt } from '../../domain/key-rotation.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Services } from '../../services.ts';
import { addSigningKey, readSigningKeys, type SigningKeyRecord } from '../../store/signing-keys.ts';

export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** How long a read of the keys is cached: far shorter than the time a new key is published before it signs. */
const keptMilliseconds = 15 * 60_000;

interface Held {
  readonly records: Promise<SigningKeyRecord[]>;
  readonly opened: Map<string, KeyObject>;
  readonly until: number;
}

/** Cached as long as the keyring that opens the keys, so that a warm function signs without any call. */
const held = new WeakMap<Services['keyring'], Held>();

/** The key to sign with now. The very first call creates it. */
export async function currentSigningKey(services: Services): Promise<SigningKey> {
  const { records, opened } = hold(services);
  const record = signingKeyAt(await records, nowOf(services));
  if (!record) throw new Error('No signing key exists');
  const { kid } = record;
  const key = opened.get(kid) ?? (await openPrivateKey(services, record));
  opened.set(kid, key);
  return { kid, key };
}

/** The public keys that verify assertions issued now. */
export async function publishedKeys(services: Services): Promise<SigningKeyRecord[]> {
  return publishedKeysAt(await hold(services).records, nowOf(services));
}

function hold(services: Services): Held {
  const { keyring, clock } = services;
  const kept = held.get(keyring);
  if (kept && kept.until > clock()) return kept;
  const fresh = { records: readOrMake(services), opened: new Map(), until: clock() + keptMilliseconds };
  held.set(keyring, fresh);
  // A failed read is not kept.
  fresh.records.catch(() => held.delete(keyring));
  return fresh;
}

async function readOrMake(services: Services): Promise<SigningKeyRecord[]> {
  const records = await readSigningKeys(services.table);
  const due = dueKey(records, nowOf(services));
  if (!due) return records;
  await addSigningKey(services.table, await makeKey(services, due));
  return readSigningKeys(services.table);
}

const nowOf = ({ clock }: Services): EpochSeconds => Math.floor(clock() / 1000);

/** It belongs to no user, so no sealed value of a user ever opens as a signing key. */
const belonging = (number: number) =>
  ({ purpose: 'signing-key', userId: '', subjectId: String(number) }) as const;

async function makeKey({ keyring, random }: Services, scheduled: Scheduled): Promise<SigningKeyRecord> {
  const { privateKey, publicJwk } = newSigningKey();
  const sealed = seal(privateKey, belonging(scheduled.number), await keyring.current(), random);
  privateKey.fill(0);
  return { ...scheduled, kid: await thumbprintOf(publicJwk), publicJwk, sealed };
}

async function openPrivateKey({ keyring }: Services, record: SigningKeyRecord): Promise<KeyObject> {
  const { sealed, number } = record;
  return openSigningKey(open(sealed, belonging(number), await keyring.byId(keyIdOf(sealed))));
}
