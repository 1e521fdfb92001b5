import { activateToken } from '../../domain/enrollment.ts';
import type { Policy } from '../../domain/policy.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { TokenRecord, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { writes } from '../../store/users.ts';
import type { Written } from '../gate/change-user.ts';
import { type ShownToken, showToken } from '../tokens/show-tokens.ts';
import { enrollsAlone } from '../verification/factors.ts';

/** The token is ACTIVE with this write: its type needs no first code to confirm it. */
export function activeAtOnce(
  { table }: Pick<Services, 'table'>,
  user: User,
  record: TokenRecord,
  policy: Policy,
  now: EpochSeconds,
): Written<ShownToken> {
  const { state } = user;
  const { tokenId, type } = record;
  const tokenState = { status: 'active', failures: 0 } as const;
  return {
    state: activateToken(state, tokenId, tokenState, now, enrollsAlone(user, record, policy)),
    event: { type: 'token.enrolled', details: { token: tokenId, type } },
    along: [writes.putToken(table, state.userId, record)],
    answer: showToken({ record, tokenState }, policy, now),
  };
}
