import type { Actor } from '../../domain/authorization.ts';
import { invalidFields } from '../../domain/problems.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Services } from '../../services.ts';
import { changeUser } from '../gate/change-user.ts';
import { assertRequired } from '../gate/in-use.ts';
import { because } from '../gate/new-event.ts';
import { notAllowed } from '../gate/refusals.ts';

export interface Bypass {
  readonly userId: string;
  readonly minutes: number;
  readonly reason: string;
}

/**
 * P.30: until `validUntil` the user's sign-ins need no second factor. Approvals and password resets still do: a
 * password alone must not be enough to change the password. A new bypass replaces an earlier one.
 *
 * @throws Problem `invalid-request` beyond the setting `longestBypassSeconds`; `not-allowed-in-state`
 */
export async function grantBypass(
  services: Services,
  actor: Actor,
  { userId, minutes, reason }: Bypass,
): Promise<{ readonly validUntil: EpochSeconds }> {
  const settings = await services.settings();
  const { longestBypassSeconds } = settings;
  if (longestBypassSeconds === 0) {
    throw notAllowed('Bypasses are off because the setting longestBypassSeconds is 0.');
  }
  const most = Math.floor(longestBypassSeconds / 60);
  if (minutes > most) {
    const errors = [{ path: 'minutes', message: `must be at most ${most}` }];
    throw invalidFields(errors);
  }
  return changeUser(services, { userId, actor }, ({ state }, now) => {
    assertRequired(state, settings, now);
    const bypassUntil = now + minutes * 60;
    return {
      state: { ...state, bypassUntil },
      event: {
        type: 'bypass.granted',
        ...because(reason),
        details: { identityVerified: true, validUntil: bypassUntil },
      },
      answer: { validUntil: bypassUntil },
    };
  });
}

/** Ends a bypass early. */
export async function endBypass(services: Services, actor: Actor, userId: string): Promise<void> {
  return changeUser<void>(services, { userId, actor }, ({ state }, now) => {
    const { bypassUntil, ...rest } = state;
    if (bypassUntil === undefined || bypassUntil <= now) return { answer: undefined };
    return { state: rest, event: { type: 'bypass.ended' }, answer: undefined };
  });
}
