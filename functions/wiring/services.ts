import { randomBytes } from 'node:crypto';
import { createKeyring, type KeyringPorts } from '../../lib/crypto/keyring.ts';
import type { kmsWrapping } from '../../lib/crypto/kms.ts';
import type { Delegation } from '../../lib/delegation/contract.ts';
import type { Site } from '../../lib/http/function-handler.ts';
import type { Services } from '../../lib/services.ts';
import { connect, type Table } from '../../lib/store/client.ts';
import { wrappedKeys } from '../../lib/store/data-keys.ts';
import { cachedPolicy } from '../../lib/store/policy.ts';
import { type Environment, environmentNames } from './environment.ts';

/** The environment that CDK or the local runner set. A missing name means a broken deployment. */
export function environment(): Environment {
  const values = environmentNames.map((name) => {
    const value = process.env[name];
    if (value === undefined) throw new Error(`The environment variable ${name} is missing`);
    return [name, value];
  });
  return Object.fromEntries(values) as Environment;
}

let read: Site | undefined;

export function site(): Site {
  read ??= siteFrom(environment());
  return read;
}

const siteFrom = ({ ORIGIN, IDENTITY }: Environment): Site => ({
  origin: ORIGIN,
  issuers: JSON.parse(IDENTITY),
});

let built: Services | undefined;

/** What this function's actions work with; created with the first request and kept for the next ones. */
export function services(): Services {
  built ??= build(environment());
  return built;
}

function build({ TABLE_NAME, KEY_ID, ORIGIN }: Environment): Services {
  const clock = Date.now;
  const table = connect(TABLE_NAME);
  const policy = cachedPolicy(table, clock);
  // Loaded when a provider is asked: most verifications ask none.
  const loopback = ['127.0.0.1', 'localhost'].includes(new URL(ORIGIN).hostname);
  let network: Promise<Delegation> | undefined;
  const delegation: Delegation = {
    loopback,
    ask: async (...question) => {
      network ??= import('../../lib/delegation/delegation.ts').then(({ networkDelegation }) =>
        networkDelegation({ clock, random: randomBytes, loopback }),
      );
      return (await network).ask(...question);
    },
  };
  return {
    table,
    clock,
    random: randomBytes,
    origin: ORIGIN,
    policy,
    delegation,
    settings: async () => (await policy()).settings,
    keyring: createKeyring(keyringOf(table, KEY_ID, clock)),
  };
}

function keyringOf(table: Table, keyId: string, clock: () => number): KeyringPorts {
  // Loaded when a data key has to be opened, not with every function: most invocations never ask KMS.
  let loaded: Promise<ReturnType<typeof kmsWrapping>> | undefined;
  const wrapping = () => {
    loaded ??= import('../../lib/crypto/kms.ts').then((kms) => kms.kmsWrapping(keyId));
    return loaded;
  };
  return {
    ...wrappedKeys(table),
    generateDataKey: async () => (await wrapping()).generateDataKey(),
    unwrap: async (wrapped) => (await wrapping()).unwrap(wrapped),
    clock,
  };
}

/** Where data keys are stored and created, for the function that renews them. */
export function keyringPorts(): KeyringPorts {
  const { table, clock } = services();
  return keyringOf(table, environment().KEY_ID, clock);
}
