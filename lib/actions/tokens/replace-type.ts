import type { Actor } from '../../domain/authorization.ts';
import { assertMayCause } from '../../domain/effects.ts';
import type { Policy } from '../../domain/policy.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { TokenRecord, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { countTokensOfType, sources, take } from '../../store/lists.ts';
import { writes } from '../../store/users.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { typeOfToken } from '../../token-types/index.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { replacementsOf } from '../../token-types/replacement.ts';
import { changeUser } from '../gate/change-user.ts';
import { eachUser, type SkippedUser } from '../gate/each-user.ts';
import { anyPlace, cursorAt, placeOf } from '../gate/paging.ts';
import { notAllowed } from '../gate/refusals.ts';
import { findToken, type ShownToken, showToken, type TokenOrder } from './show-tokens.ts';

export interface Replacement {
  readonly type: TokenType;
  readonly by: TokenType;
  /** Reports how many tokens there are and whose, and changes nothing. */
  readonly dryRun: boolean;
  /** Where the last step ended. */
  readonly cursor?: string | undefined;
}

export interface Replaced {
  readonly dryRun: boolean;
  /** In this step, or in total for a dry run. */
  readonly users: number;
  readonly tokens: number;
  readonly items: readonly { readonly userId: string; readonly tokens: number }[];
  /** Users who were left unchanged, each with the code of the problem that stopped it. */
  readonly skipped: readonly SkippedUser[];
  /** More work remains after this point. */
  readonly nextCursor?: string;
}

/** Users per step, and users named by a dry run. */
const usersAtOnce = 50;

/**
 * N.10, 2.13: turns every token of a type into one of another type that sends to the same number or address. Failures
 * and the sealed number stay unchanged. One conditional write per user, so a step may be killed, repeated, and run
 * twice at once: each user is changed once.
 */
export async function replaceType(
  services: Services,
  actor: Actor,
  { type, by, dryRun, cursor }: Replacement,
): Promise<Replaced> {
  // This does to all users what tokens:write does to one.
  assertMayCause(actor, ['changes-tokens']);
  const after = placeOf(cursor, anyPlace);
  const policy = await services.policy();
  assertCurrent(by, policy);
  if (!replacementsOf(type).includes(by))
    throw notAllowed('Tokens of this type cannot be replaced with tokens of that type.');
  if (dryRun) {
    const { first, ...counted } = await countTokensOfType(services.table, type.type, usersAtOnce);
    return { dryRun, ...counted, items: first, skipped: [] };
  }
  const found = await take(sources.tokensOfType(type.type)(services.table, after), usersAtOnce);
  const last = found.length < usersAtOnce ? undefined : found.at(-1)?.position;
  const items: { userId: string; tokens: number }[] = [];
  const skipped = await eachUser(found, async ({ userId }) => {
    const tokens = await replaceOf(services, actor, userId, type, by, policy);
    if (tokens > 0) items.push({ userId, tokens });
  });
  const tokens = items.reduce((sum, one) => sum + one.tokens, 0);
  return { dryRun, users: items.length, tokens, items, skipped, ...cursorAt(last) };
}

/**
 * 2.13: the same for one token, so that nobody has to type the number again.
 *
 * @throws Problem `not-allowed-in-state` for a token whose codes are not sent
 */
export async function replaceToken(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  by: TokenType,
): Promise<ShownToken> {
  const policy = await services.policy();
  assertCurrent(by, policy);
  return changeUser<ShownToken>(services, { userId, actor }, (user, now) => {
    const { record, tokenState } = findToken(user, tokenId);
    // A retry finds it done.
    if (record.type === by.type) return { answer: showToken({ record, tokenState }, policy, now) };
    const type = typeOfToken(record);
    if (!type || !replacementsOf(type).includes(by)) {
      throw notAllowed(
        'Only a token that receives its codes can be replaced. Delete this one and enroll another.',
      );
    }
    const replaced = become(record, by, policy, now);
    return {
      ...replacement(services, user, [replaced], record.type, by),
      answer: showToken({ record: replaced, tokenState }, policy, now),
    };
  });
}

function assertCurrent({ type }: TokenType, policy: Policy): void {
  if (tokenTypePolicy(policy, type).obsolete) throw notAllowed('Tokens of the new type are obsolete too.');
}

/** A label that only names the type changes to the new type's name. */
function become(record: TokenRecord, by: TokenType, policy: Policy, now: EpochSeconds): TokenRecord {
  const names = [tokenTypePolicy(policy, record.type).name, typeOfToken(record)?.name];
  const label = names.includes(record.label) ? tokenTypePolicy(policy, by.type).name : record.label;
  return { ...record, type: by.type, label, updatedAt: now };
}

const replacement = (
  { table }: Services,
  { state }: User,
  replaced: readonly TokenRecord[],
  type: string,
  by: TokenType,
) => ({
  state: { ...state, generation: state.generation + 1 },
  event: { type: 'token.replaced', details: { type, by: by.type, tokens: replaced.length } } as const,
  along: replaced.map((record) => writes.putToken(table, state.userId, record)),
});

/** @returns how many tokens changed their type; with 0 nothing is written */
async function replaceOf(
  services: Services,
  actor: Actor,
  userId: string,
  type: TokenType,
  by: TokenType,
  policy: Policy,
): Promise<number> {
  return changeUser<number>(services, { userId, actor }, (user, now) => {
    const replaced = user.tokens
      .filter((token) => token.type === type.type && user.state.tokens[token.tokenId])
      .map((record) => become(record, by, policy, now));
    if (replaced.length === 0) return { answer: 0 };
    return { ...replacement(services, user, replaced, type.type, by), answer: replaced.length };
  });
}
