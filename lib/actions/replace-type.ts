import type { Actor } from '../domain/authorization.ts';
import { assertMayCause } from '../domain/effects.ts';
import { Problem } from '../domain/problems.ts';
import type { Services } from '../services.ts';
import { countTokensOfType, sources, take } from '../store/lists.ts';
import { writes } from '../store/users.ts';
import type { TokenType } from '../token-types/contract.ts';
import { tokenTypePolicy } from '../token-types/policy.ts';
import { changeUser } from './change-user.ts';
import { notAllowed } from './refusals.ts';

export interface Replacement {
  readonly type: TokenType;
  readonly by: TokenType;
  /** Says how many there are and whose, and changes nothing. */
  readonly dryRun: boolean;
  /** Where the last step ended. */
  readonly cursor?: string | undefined;
}

export interface Replaced {
  readonly dryRun: boolean;
  /** In this step, or in a dry run altogether. */
  readonly users: number;
  readonly tokens: number;
  readonly items: readonly { readonly userId: string; readonly tokens: number }[];
  /** Users who were left as they are, each with the code of the problem that stopped it. */
  readonly skipped: readonly { readonly userId: string; readonly code: string }[];
  /** There is more to do from here on. */
  readonly nextCursor?: string;
}

/** Users of one step, and users named by a dry run. */
const usersAtOnce = 50;
/** Users changed at the same time. */
const width = 8;

/**
 * N.10, 2.13: every token of a type becomes one of another type that sends to the same number or address. Label,
 * failures and the sealed number stay as they are. One conditional write per user, so a step may be killed, repeated,
 * and run twice at once: each user is changed by one of them.
 */
export async function replaceType(
  services: Services,
  actor: Actor,
  { type, by, dryRun, cursor }: Replacement,
): Promise<Replaced> {
  // What is done here to all users, tokens:write does to one.
  assertMayCause(actor, ['changes-tokens']);
  const policy = await services.policy();
  if (tokenTypePolicy(policy, by.type).obsolete) throw notAllowed('Tokens of the new type are obsolete too.');
  if (dryRun) {
    const { first, ...counted } = await countTokensOfType(services.table, type.type, usersAtOnce);
    return { dryRun, ...counted, items: first, skipped: [] };
  }
  const after = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  const found = await take(sources.tokensOfType(type.type)(services.table, after), usersAtOnce);
  const userIds = found.map(({ userId }) => userId);
  const last = found.length < usersAtOnce ? undefined : found.at(-1)?.position;
  const next = last === undefined ? {} : { nextCursor: Buffer.from(last).toString('base64url') };
  const items: { userId: string; tokens: number }[] = [];
  const skipped: { userId: string; code: string }[] = [];
  await eachOf(userIds, async (userId) => {
    try {
      const tokens = await replaceOf(services, actor, userId, type, by);
      if (tokens > 0) items.push({ userId, tokens });
    } catch (error) {
      // Deleted meanwhile, above the operator or the operator's own: told, and the others go on.
      if (!(error instanceof Problem)) throw error;
      skipped.push({ userId, code: error.code });
    }
  });
  const tokens = items.reduce((sum, one) => sum + one.tokens, 0);
  return { dryRun, users: items.length, tokens, items, skipped, ...next };
}

/** @returns how many tokens became others; 0 if there was none (any more), and then nothing is written */
async function replaceOf(
  services: Services,
  actor: Actor,
  userId: string,
  type: TokenType,
  by: TokenType,
): Promise<number> {
  return changeUser<number>(services, { userId, actor }, ({ state, tokens }, now) => {
    const replaced = tokens.filter((token) => token.type === type.type && state.tokens[token.tokenId]);
    if (replaced.length === 0) return { answer: 0 };
    return {
      state: { ...state, generation: state.generation + 1 },
      event: {
        type: 'token.replaced',
        details: { type: type.type, by: by.type, tokens: replaced.length },
      },
      along: replaced.map((token) =>
        writes.putToken(services.table, userId, { ...token, type: by.type, updatedAt: now }),
      ),
      answer: replaced.length,
    };
  });
}

async function eachOf(userIds: readonly string[], work: (userId: string) => Promise<void>): Promise<void> {
  const queue = [...userIds];
  const worker = async (): Promise<void> => {
    for (let userId = queue.shift(); userId !== undefined; userId = queue.shift()) await work(userId);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
