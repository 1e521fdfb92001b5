import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { createKeyring, type Keyring, type KeyringPorts, type WrappedKey } from '../../lib/crypto/keyring.ts';
import { kmsWrapping } from '../../lib/crypto/kms.ts';
import type { DataKey } from '../../lib/crypto/sealing.ts';
import { wrappedKeys } from '../../lib/store/data-keys.ts';
import { startKms } from '../../local/stand-ins/kms.ts';
import { test, world } from '../support/world-test.ts';

const keyId = 'arn:aws:kms:eu-central-1:000000000000:key/keyring';
const masterKey = randomBytes(32).toString('base64');
const bytesOf = ({ sealing }: DataKey): string => sealing.export().toString('hex');

/** KMS behind the real client, until it is shut. */
async function newKms() {
  const { url, close } = await startKms(masterKey, keyId);
  process.env['AWS_ENDPOINT_URL_KMS'] = url;
  return { wrapping: kmsWrapping(keyId), close };
}

describe('rule 5: the data keys of a table', () => {
  test('G1 of 16 functions that start at once on an empty table all get the one first key', async () => {
    const { wrapping, close } = await newKms();
    const newKeyring = (): Keyring =>
      createKeyring({ ...wrappedKeys(world.services.table), ...wrapping, clock: world.services.clock });
    const keyrings = Array.from({ length: 16 }, newKeyring);
    const keys = await Promise.all(keyrings.map(({ current }) => current()));
    const late = await newKeyring().current();
    const byId = await newKeyring().byId(1);
    expect(new Set([...keys, late, byId].map(bytesOf)).size).toBe(1);
    expect(keys.map(({ id }) => id)).toEqual(Array.from({ length: 16 }, () => 1));
    const stored = (await world.everything()).filter(({ pk }) => pk?.S === 'KEYS');
    expect(stored).toHaveLength(1);
    await close();
  });

  test('G3 with KMS down an opened key goes on serving, and a function that starts cold fails aloud', async () => {
    const { wrapping, close } = await newKms();
    const ports = { ...wrapped(), ...wrapping, clock: world.services.clock };
    const warm = createKeyring(ports);
    const before = await warm.current();
    await close();
    world.advance(16 * 60);
    expect(bytesOf(await warm.current())).toBe(bytesOf(before));
    expect(bytesOf(await warm.byId(1))).toBe(bytesOf(before));
    await expect(createKeyring(ports).current()).rejects.toThrow();
    await expect(createKeyring(ports).byId(1)).rejects.toThrow();
  });
});

/** Wrapped keys in memory. */
function wrapped(): Pick<KeyringPorts, 'readWrappedKeys' | 'addWrappedKey'> {
  const kept = new Map<number, WrappedKey>();
  return {
    readWrappedKeys: async () => kept,
    addWrappedKey: async (id, key) => !kept.has(id) && kept.set(id, key).has(id),
  };
}

/** A keyring with its first key opened, on a clock and a KMS that the test commands. */
async function opened() {
  const kms = { asked: 0, fault: undefined as Error | undefined };
  const plain = randomBytes(32);
  let now = 0;
  const answer = async (): Promise<Uint8Array> => {
    kms.asked++;
    if (kms.fault) throw kms.fault;
    return plain;
  };
  const keyring = createKeyring({
    ...wrapped(),
    generateDataKey: async () => ({ plain: await answer(), wrapped: randomBytes(8) }),
    unwrap: answer,
    clock: () => now,
  });
  await keyring.current();
  kms.asked = 0;
  const wait = (minutes: number): void => {
    now += minutes * 60_000;
  };
  return { kms, keyring, wait };
}

const named = (name: string): Error => Object.assign(new Error('no'), { name });

describe('KMS', () => {
  test('performance: is asked for nothing while a key is warm, and once when 15 minutes are over', async () => {
    const { kms, keyring, wait } = await opened();
    wait(14);
    for (let i = 0; i < 10; i++) await keyring.byId((await keyring.current()).id);
    expect(kms.asked).toBe(0);
    wait(2);
    for (let i = 0; i < 10; i++) await keyring.byId((await keyring.current()).id);
    expect(kms.asked).toBe(1);
  });

  test('G3 that does not answer is waited for once a minute, not with every request', async () => {
    const { kms, keyring, wait } = await opened();
    kms.fault = named('TimeoutError');
    wait(16);
    for (let i = 0; i < 10; i++) await keyring.byId(1);
    expect(kms.asked).toBe(1);
    wait(2);
    for (let i = 0; i < 10; i++) await keyring.byId(1);
    expect(kms.asked).toBe(2);
  });

  test('rule 5: that refuses, for the key was disabled or taken away, ends the service within 15 minutes', async () => {
    for (const name of ['DisabledException', 'AccessDeniedException', 'KMSInvalidStateException']) {
      const { kms, keyring, wait } = await opened();
      kms.fault = named(name);
      wait(14);
      await keyring.byId(1);
      wait(2);
      await expect(keyring.byId(1)).rejects.toMatchObject({ name });
    }
  });
});
