import { seal } from '../../crypto/sealing.ts';
import { isForbidden } from '../../delegation/addresses.ts';
import type { Actor } from '../../domain/authorization.ts';
import { invalidFields, Problem } from '../../domain/problems.ts';
import {
  longestAsk,
  longestAskMilliseconds,
  type Provider,
  type StoredProvider,
  samePlace,
} from '../../domain/providers.ts';
import type { Services } from '../../services.ts';
import { readPolicy } from '../../store/policy.ts';
import { deleteProvider, writeProvider } from '../../store/providers.ts';
import { newEvent } from '../gate/new-event.ts';
import { noSuchName, notAllowed } from '../gate/refusals.ts';
import { belongingOfProvider } from '../keys/secrets.ts';

/** Every function reads all of them with the policy, every five seconds. */
const mostProviders = 50;

const withoutSecret = ({ secret: _secret, ...provider }: StoredProvider): Provider => provider;

export async function listProviders({ table }: Services): Promise<Provider[]> {
  return Object.values((await readPolicy(table, true)).providers).map(withoutSecret);
}

export async function getProvider({ table }: Services, name: string): Promise<Provider> {
  const { providers } = await readPolicy(table, true);
  const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (!provider) throw noSuchName('provider');
  return withoutSecret(provider);
}

/**
 * Creates or changes a provider. Its secret may stay unchanged only while its address does: otherwise somebody who
 * must not know the secret could have it sent to a server of their own.
 *
 * @throws Problem `invalid-request` for an address that is never called, and for timeouts that are too long in total
 */
export async function putProvider(
  services: Services,
  actor: Actor,
  provider: Provider,
  secret: Uint8Array | undefined,
): Promise<Provider> {
  const errors = misplaced(provider, services.delegation.loopback);
  if (longestAsk(provider) > longestAskMilliseconds) {
    const message = `the timeouts of all servers and attempts must add up to at most ${longestAskMilliseconds} ms`;
    errors.push({ path: 'timeoutMilliseconds', message });
  }
  const { table, keyring, random } = services;
  const { name } = provider;
  const { providers } = await readPolicy(table, true);
  const before = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (!before && Object.keys(providers).length >= mostProviders) {
    throw notAllowed(`The maximum is ${mostProviders} providers. Delete one that no class uses first.`);
  }
  const kept = before && samePlace(before, provider) ? before.secret : undefined;
  if (!secret && !kept)
    errors.push({ path: 'secret', message: 'must be given for a new provider or a new address' });
  if (errors.length > 0) {
    throw invalidFields(errors);
  }
  const sealed = secret
    ? seal(secret, belongingOfProvider(name), await keyring.current(), random)
    : (kept as Uint8Array);
  const details = { name, kind: provider.kind, secretChanged: secret !== undefined };
  await writeProvider(
    table,
    { ...provider, secret: sealed },
    newEvent(services, actor, { type: 'provider.changed', details: details }),
  );
  return provider;
}

/** @throws Problem `conflict` while a class names it */
export async function removeProvider(services: Services, actor: Actor, name: string): Promise<void> {
  const { providers, classes } = await readPolicy(services.table, true);
  if (!Object.hasOwn(providers, name)) throw noSuchName('provider');
  if (Object.values(classes).some(({ provider }) => provider === name)) {
    throw new Problem('conflict', 'A class uses this provider. Change the class first.');
  }
  await deleteProvider(
    services.table,
    name,
    newEvent(services, actor, { type: 'provider.deleted', details: { name } }),
  );
}

function misplaced(provider: Provider, loopback: boolean): { path: string; message: string }[] {
  const message = 'must not be an address of this machine or of its network';
  if (provider.kind === 'radius') {
    return provider.servers.flatMap(({ host }, i) =>
      isForbidden(host, loopback) ? [{ path: `servers.${i}.host`, message }] : [],
    );
  }
  const { protocol, hostname, username, password } = new URL(provider.url);
  const secure = protocol === 'https:' || (loopback && protocol === 'http:' && hostname === '127.0.0.1');
  if (!secure) return [{ path: 'url', message: 'must start with https' }];
  if (username || password) return [{ path: 'url', message: 'must not contain a password' }];
  return isForbidden(hostname, loopback) ? [{ path: 'url', message }] : [];
}
