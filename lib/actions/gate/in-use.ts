import { type Stage, stageOf } from '../../domain/enrollment.ts';
import type { Settings } from '../../domain/settings.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { UserState } from '../../domain/user-state.ts';
import { notAllowed } from './refusals.ts';

/** @throws Problem `not-allowed-in-state` while the account is disabled: an operator has to enable it first */
export function assertEnabled({ enabled }: UserState): void {
  if (!enabled) throw notAllowed('The account is disabled. Enable it first.');
}

/**
 * @throws Problem `not-allowed-in-state` once the enrollment period is over: an operator has to reset the enrollment
 * first
 */
export function assertNotExpired(state: UserState, settings: Settings, now: EpochSeconds): Stage {
  const stage = stageOf(state, settings, now);
  if (stage === 'expired') throw notAllowed('The enrollment period has expired. Reset the enrollment first.');
  return stage;
}

/** @throws Problem `not-allowed-in-state` unless the account is in use and two factors are required of it */
export function assertRequired(state: UserState, settings: Settings, now: EpochSeconds): Stage {
  assertEnabled(state);
  const stage = assertNotExpired(state, settings, now);
  if (stage === 'not-required') throw notAllowed('This account does not require two factors.');
  return stage;
}
