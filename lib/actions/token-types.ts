import type { Actor } from '../domain/authorization.ts';
import type { TokenTypePolicy } from '../domain/policy.ts';
import type { Services } from '../services.ts';
import { readPolicy, writeTokenType } from '../store/policy.ts';
import { tokenTypePolicies, tokenTypePolicy } from '../token-types/policy.ts';
import { newEvent } from './new-event.ts';

export async function listTokenTypes({ table }: Services): Promise<TokenTypePolicy[]> {
  return tokenTypePolicies(await readPolicy(table, true));
}

/** 2.04, 2.13: names a type, opens or closes it to operators, or makes it obsolete; acts within 5 seconds. */
export async function putTokenType(
  services: Services,
  actor: Actor,
  type: string,
  change: { readonly [K in keyof TokenTypePolicy]?: TokenTypePolicy[K] | undefined },
): Promise<TokenTypePolicy> {
  const { table } = services;
  const current = tokenTypePolicy(await readPolicy(table, true), type);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const decided: TokenTypePolicy = { ...current, ...given, type };
  const event = newEvent(services, actor, { type: 'token-type.changed', details: { ...decided } });
  await writeTokenType(table, decided, event);
  return decided;
}
