import type { Actor } from '../../domain/authorization.ts';
import { defined } from '../../domain/defined.ts';
import type { Policy, TokenTypePolicy } from '../../domain/policy.ts';
import type { Services } from '../../services.ts';
import { readPolicy, writeTokenType } from '../../store/policy.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { describe, type TypeDescription } from '../../token-types/description.ts';
import { tokenTypes } from '../../token-types/index.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { newEvent } from '../gate/new-event.ts';

/** An administrator's decisions about a type. */
type Decided = Omit<TokenTypePolicy, 'obsoleteChangedAt'>;

/** A type as in force, with what its file says about it. */
export type ShownType = Decided & TypeDescription;

const decidedOf = ({ obsoleteChangedAt: _changed, ...type }: TokenTypePolicy): Decided => type;

const showType = (policy: Pick<Policy, 'tokenTypes'>, type: TokenType): ShownType => ({
  ...decidedOf(tokenTypePolicy(policy, type.type)),
  ...describe(type, policy),
});

export async function listTokenTypes({ table }: Services): Promise<ShownType[]> {
  const policy = await readPolicy(table, true);
  return tokenTypes.map((type) => showType(policy, type));
}

/** What users can add to their own accounts now. */
export const typesForUsers = (
  policy: Pick<Policy, 'tokenTypes'>,
): Omit<ShownType, 'operatorCanEnroll' | 'obsolete'>[] =>
  tokenTypes
    .map((type) => showType(policy, type))
    .filter(({ userCanEnroll, obsolete }) => userCanEnroll && !obsolete)
    .map(({ operatorCanEnroll: _operators, obsolete: _obsolete, ...type }) => type);

/** 2.04, 2.13: names a type, opens or closes it to operators, or makes it obsolete; acts within 5 seconds. */
export async function putTokenType(
  services: Services,
  actor: Actor,
  type: TokenType,
  change: { readonly [K in keyof Decided]?: Decided[K] | undefined },
): Promise<ShownType> {
  const { table, clock } = services;
  const policy = await readPolicy(table, true);
  const current = tokenTypePolicy(policy, type.type);
  const decided: TokenTypePolicy = { ...current, ...defined(change), type: type.type };
  const changed = decided.obsolete !== current.obsolete;
  const stored = { ...decided, ...(changed ? { obsoleteChangedAt: Math.floor(clock() / 1000) } : {}) };
  const event = newEvent(services, actor, { type: 'token-type.changed', details: { ...decidedOf(decided) } });
  await writeTokenType(table, stored, event);
  return { ...decidedOf(decided), ...describe(type, policy) };
}
