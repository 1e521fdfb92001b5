import type { TypedCode } from '../../domain/codes.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { TokenRecord, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { openKey } from '../keys/secrets.ts';

export interface Advice {
  readonly action:
    | 'check-account'
    | 'correct-clock'
    | 'reset'
    | 'delete-and-enroll'
    | 'send-code'
    | 'wait-for-next-code';
  readonly detail: string;
}

/** What may help, in the order to try it: the clock (N.04), the counter (2.12), a new token. */
export async function adviceFor(
  services: Services,
  { state }: User,
  { record, type }: { readonly record: TokenRecord; readonly type: TokenType },
  code: TypedCode,
  outcome: 'spent' | 'wrong',
  now: EpochSeconds,
): Promise<Advice[]> {
  const enrollAgain: Advice = {
    action: 'delete-and-enroll',
    detail: 'Delete the token and enroll it again.',
  };
  if (outcome === 'spent') {
    return [{ action: 'wait-for-next-code', detail: 'This code was already used. Wait for the next one.' }];
  }
  if (type.mode === 'out-of-band') {
    return [
      {
        action: 'send-code',
        detail: 'Send a new code: earlier codes no longer work, and codes expire after a few minutes.',
      },
      enrollAgain,
    ];
  }
  if (type.key?.resynchronise) {
    return [
      {
        action: 'reset',
        detail: 'Reset the token with two consecutive codes: its counter may have run ahead.',
      },
      enrollAgain,
    ];
  }
  if (record.kind !== 'key') return [enrollAgain];
  const skew = type.key?.skew?.({
    code: code.value,
    key: await openKey(services, state.userId, record),
    parameters: record.parameters,
    lastUsedMovingFactor: undefined,
    now,
    window: 0,
  });
  if (skew === undefined) return [enrollAgain];
  const direction = skew < 0 ? 'behind' : 'ahead';
  const detail = `The clock of the device is about ${Math.abs(skew)} seconds ${direction}. Set it to network time.`;
  return [{ action: 'correct-clock', detail }, enrollAgain];
}
