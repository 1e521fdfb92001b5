import { type DataKey, deriveDataKey } from './sealing.ts';

export interface WrappedKey {
  readonly wrapped: Uint8Array;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Where wrapped data keys are stored, and what wraps them. Implemented by the store and by KMS. */
export interface KeyringPorts {
  readonly readWrappedKeys: () => Promise<ReadonlyMap<number, WrappedKey>>;
  /** @returns false when another caller wrote that number first */
  readonly addWrappedKey: (id: number, key: WrappedKey) => Promise<boolean>;
  readonly generateDataKey: () => Promise<{ readonly plain: Uint8Array; readonly wrapped: Uint8Array }>;
  readonly unwrap: (wrapped: Uint8Array) => Promise<Uint8Array>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface Keyring {
  /** The key that new values are sealed with; created on first use. */
  readonly current: () => Promise<DataKey>;
  /** The key with an id found in a sealed value. */
  readonly byId: (id: number) => Promise<DataKey>;
  /** The same for an id that may be made up: `undefined` if no such key exists. */
  readonly find: (id: number) => Promise<DataKey | undefined>;
}

/** How long an opened key is used before KMS is asked again, so that disabling it there takes effect. */
const keptMilliseconds = 15 * 60_000;
/** How long it stays in use after KMS did not answer, before the next request waits for KMS again. */
const retryMilliseconds = 60_000;

/** KMS answered, and the answer is no: somebody withdrew the key. */
const refusals = [
  'AccessDeniedException',
  'DisabledException',
  'KMSInvalidStateException',
  'NotFoundException',
];

/**
 * Data keys of the table, wrapped by KMS. An opened key is cached in memory, so a warm verification asks KMS nothing;
 * if KMS is down when the cache expires, the opened key stays in use. If KMS refuses, it does not.
 */
export function createKeyring(ports: KeyringPorts): Keyring {
  const opened = new Map<number, { readonly key: DataKey; readonly until: number }>();
  let newest: { readonly id: number; readonly until: number } | undefined;

  async function byId(id: number): Promise<DataKey> {
    const held = opened.get(id);
    if (held && held.until > ports.clock()) return held.key;
    try {
      const kept = (await ports.readWrappedKeys()).get(id);
      if (!kept) throw new Error(`Data key ${id} is missing`);
      return keep(id, await ports.unwrap(kept.wrapped));
    } catch (error) {
      if (!held || (error instanceof Error && refusals.includes(error.name))) throw error;
      opened.set(id, { key: held.key, until: ports.clock() + retryMilliseconds });
      return held.key;
    }
  }

  async function current(): Promise<DataKey> {
    if (newest && newest.until > ports.clock()) return byId(newest.id);
    const id = Math.max(0, ...(await ports.readWrappedKeys()).keys());
    if (id > 0) {
      newest = { id, until: ports.clock() + keptMilliseconds };
      return byId(id);
    }
    const { plain, wrapped } = await ports.generateDataKey();
    // Two functions may start at the same time on an empty table: both use the key that was written first.
    if (await ports.addWrappedKey(1, { wrapped, madeAt: ports.clock() })) keep(1, plain);
    newest = { id: 1, until: ports.clock() + keptMilliseconds };
    return byId(1);
  }

  async function find(id: number): Promise<DataKey | undefined> {
    if (opened.has(id)) return byId(id);
    // Another function may have created the next key since this one looked; it cannot be more than one ahead.
    if (id < 1 || id > (await current()).id + 1) return undefined;
    return opened.has(id) || (await ports.readWrappedKeys()).has(id) ? byId(id) : undefined;
  }

  function keep(id: number, plain: Uint8Array): DataKey {
    const key = deriveDataKey(id, plain);
    opened.set(id, { key, until: ports.clock() + keptMilliseconds });
    return key;
  }

  return { current, byId, find };
}
