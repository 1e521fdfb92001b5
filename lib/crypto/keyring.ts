import { type DataKey, deriveDataKey } from './sealing.ts';

export interface WrappedKey {
  readonly wrapped: Uint8Array;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Where wrapped data keys are kept, and what wraps them. Implemented by the store and by KMS. */
export interface KeyringPorts {
  readonly readWrappedKeys: () => Promise<ReadonlyMap<number, WrappedKey>>;
  /** @returns false when another caller was first to write that number */
  readonly addWrappedKey: (id: number, key: WrappedKey) => Promise<boolean>;
  readonly generateDataKey: () => Promise<{ readonly plain: Uint8Array; readonly wrapped: Uint8Array }>;
  readonly unwrap: (wrapped: Uint8Array) => Promise<Uint8Array>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface Keyring {
  /** The key that new values are sealed with; made on first use. */
  readonly current: () => Promise<DataKey>;
  /** The key of an id found in a sealed value. */
  readonly byId: (id: number) => Promise<DataKey>;
  /** The same for an id that anybody may have made up: `undefined` if there is no such key. */
  readonly find: (id: number) => Promise<DataKey | undefined>;
}

/** How long an opened key serves before KMS is asked again, so that disabling it there takes effect. */
const keptMilliseconds = 15 * 60_000;
/** How long it serves on when KMS did not answer, before the next request waits for KMS again. */
const retryMilliseconds = 60_000;

/** KMS did answer, and the answer is no: somebody took the key away. */
const refusals = [
  'AccessDeniedException',
  'DisabledException',
  'KMSInvalidStateException',
  'NotFoundException',
];

/**
 * Data keys of the table, wrapped by KMS. An opened key is kept in memory, so a warm verification asks KMS
 * nothing; if KMS is down when the time is over, the opened key goes on serving. If KMS refuses, it does not.
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
    // Two functions may start at once on an empty table: the first key written is everybody's.
    if (await ports.addWrappedKey(1, { wrapped, madeAt: ports.clock() })) keep(1, plain);
    newest = { id: 1, until: ports.clock() + keptMilliseconds };
    return byId(1);
  }

  async function find(id: number): Promise<DataKey | undefined> {
    if (opened.has(id)) return byId(id);
    // Another function may have made the next one since this one looked; there is none beyond that.
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
