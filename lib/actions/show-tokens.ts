import { pendingOf } from '../domain/pending.ts';
import type { Policy } from '../domain/policy.ts';
import { type EpochSeconds, iso, isoOrNull } from '../domain/time.ts';
import type { PendingEnrollment, QuestionSet, TokenRecord, TokenState, User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import type { AskedQuestion } from '../token-types/contract.ts';
import { tokenTypePolicy } from '../token-types/policy.ts';
import { actionsOf, statusOf, type TokenAction, type TokenStatus } from '../token-types/token-status.ts';
import { tokenNotFound } from './refusals.ts';
import { getUser } from './users.ts';

/** A token as operators see it (2.05): no key, no number or address in clear. */
export interface ShownToken {
  readonly tokenId: string;
  readonly type: string;
  readonly typeName: string;
  readonly status: TokenStatus;
  readonly label: string;
  readonly comment: string | null;
  readonly device: string | null;
  readonly lastUsedAt: string | null;
  readonly updatedAt: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly actions: readonly TokenAction[];
  /** Without their answers, which nobody sees again (3.07). */
  readonly questions?: readonly AskedQuestion[];
}

export interface Found {
  readonly record: TokenRecord;
  readonly standing: TokenState;
}

/** @throws Problem `token-not-found` */
export function findToken({ state, tokens }: User, tokenId: string): Found {
  const record = tokens.find((token) => token.tokenId === tokenId);
  const standing = state.tokens[tokenId];
  if (!record || !standing) throw tokenNotFound();
  return { record, standing };
}

export function showToken({ record, standing }: Found, policy: Policy, now: EpochSeconds): ShownToken {
  const status = statusOf(record, standing, policy, now);
  const { actions, ...token } = shown(record, policy, status);
  return {
    ...token,
    // Enabling also ends the wait that wrong answers begin.
    actions: status === 'ACTIVE' && standing.wrongAnswers ? [...actions, 'enable'] : actions,
    lastUsedAt: isoOrNull(standing.lastUsedAt),
    createdAt: iso(record.createdAt),
    updatedAt: iso(record.updatedAt),
    expiresAt: isoOrNull(record.expiresAt),
    ...(record.questions ? { questions: textsOf(record.questions) } : {}),
  };
}

const textsOf = ({ questions }: QuestionSet): AskedQuestion[] =>
  questions.map(({ questionId, text }) => ({ questionId, text }));

export function showPending(pending: PendingEnrollment, policy: Policy): ShownToken {
  const startedAt = iso(pending.startedAt);
  return {
    ...shown(pending, policy, 'PENDING'),
    lastUsedAt: null,
    createdAt: startedAt,
    updatedAt: startedAt,
    expiresAt: null,
  };
}

function shown(token: TokenRecord | PendingEnrollment, policy: Policy, status: TokenStatus) {
  const { tokenId, type, label, comment = null } = token;
  const device = 'device' in token ? token.device : undefined;
  const typeName = tokenTypePolicy(policy, type).name;
  return {
    tokenId,
    type,
    typeName,
    status,
    label,
    comment,
    device: device?.masked ?? null,
    actions: actionsOf(token, status),
  };
}

/** A user's tokens, the oldest first and the pending ones last. */
export async function listTokens(services: Services, userId: string): Promise<ShownToken[]> {
  const [user, policy] = await Promise.all([getUser(services, userId), services.policy()]);
  return showTokens(user, policy, Math.floor(services.clock() / 1000));
}

export function showTokens(user: User, policy: Policy, now: EpochSeconds): ShownToken[] {
  const enrolled = user.tokens
    .filter(({ tokenId }) => user.state.tokens[tokenId])
    .sort((a, b) => a.createdAt - b.createdAt);
  return [
    ...enrolled.map(({ tokenId }) => showToken(findToken(user, tokenId), policy, now)),
    ...pendingOf(user.state).map((pending) => showPending(pending, policy)),
  ];
}

export async function getToken(services: Services, userId: string, tokenId: string): Promise<ShownToken> {
  const tokens = await listTokens(services, userId);
  const token = tokens.find((one) => one.tokenId === tokenId);
  if (!token) throw tokenNotFound();
  return token;
}

export interface TokenOrder {
  readonly userId: string;
  readonly tokenId: string;
}
