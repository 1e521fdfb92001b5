import type { Actor } from '../../domain/authorization.ts';
import type { TokenTypePolicy } from '../../domain/policy.ts';
import type { Services } from '../../services.ts';
import { readPolicy, writeTokenType } from '../../store/policy.ts';
import { tokenTypePolicies, tokenTypePolicy } from '../../token-types/policy.ts';
import { newEvent } from '../gate/new-event.ts';

type ShownType = Omit<TokenTypePolicy, 'obsoleteChangedAt'>;

const show = ({ obsoleteChangedAt: _changed, ...type }: TokenTypePolicy): ShownType => type;

export async function listTokenTypes({ table }: Services): Promise<ShownType[]> {
  return tokenTypePolicies(await readPolicy(table, true)).map(show);
}

/** 2.04, 2.13: names a type, opens or closes it to operators, or makes it obsolete; takes effect within 5 seconds. */
export async function putTokenType(
  services: Services,
  actor: Actor,
  type: string,
  change: { readonly [K in keyof ShownType]?: ShownType[K] | undefined },
): Promise<ShownType> {
  const { table, clock } = services;
  const current = tokenTypePolicy(await readPolicy(table, true), type);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const decided: TokenTypePolicy = { ...current, ...given, type };
  const changed = decided.obsolete !== current.obsolete;
  const stored = { ...decided, ...(changed ? { obsoleteChangedAt: Math.floor(clock() / 1000) } : {}) };
  const event = newEvent(services, actor, { type: 'token-type.changed', details: { ...show(decided) } });
  await writeTokenType(table, stored, event);
  return show(decided);
}
