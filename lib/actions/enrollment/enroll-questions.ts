import type { Policy } from '../../domain/policy.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { TokenRecord, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import type { Written } from '../gate/change-user.ts';
import { notAllowed } from '../gate/refusals.ts';
import { assertEnough, type TypedQuestions } from '../tokens/private-questions.ts';
import type { ShownToken } from '../tokens/show-tokens.ts';
import { activeAtOnce } from './active-at-once.ts';

/** 3.07: active at once, because no code has to reach the user. One set per user. */
export async function enrollQuestions(
  services: Services,
  user: User,
  order: {
    readonly type: TokenType;
    readonly questions: TypedQuestions;
    readonly label?: string | undefined;
    readonly comment?: string | undefined;
  },
  policy: Policy,
  now: EpochSeconds,
): Promise<Written<ShownToken>> {
  const { type, questions, label, comment } = order;
  const { state } = user;
  assertEnough(user, questions, policy);
  if (user.tokens.some((token) => token.type === type.type && state.tokens[token.tokenId])) {
    throw notAllowed('The user already has private questions. Edit them, or delete them first.');
  }
  const tokenId = services.random(9).toString('base64url');
  const record: TokenRecord = {
    kind: 'questions',
    tokenId,
    type: type.type,
    label: label ?? tokenTypePolicy(policy, type.type).name,
    ...(comment === undefined ? {} : { comment }),
    questions: await questions.set(),
    createdAt: now,
    updatedAt: now,
  };
  return activeAtOnce(services, user, record, policy, now);
}
