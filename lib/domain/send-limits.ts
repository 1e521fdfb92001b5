import { Problem } from './problems.ts';
import type { SentCode } from './session-state.ts';
import type { Settings } from './settings.ts';
import type { EpochSeconds } from './time.ts';

/** Codes sent for one verification or test (rule 7). */
const sendsPerChallenge = 3;

/** Seconds after the last send before the next: 30, 60, 120 with the default setting. */
export const resendAfterSeconds = (
  { resendSeconds }: Pick<Settings, 'resendSeconds'>,
  sends: number,
): number => resendSeconds * 2 ** (sends - 1);

/**
 * Checks whether another code may be sent for the same purpose.
 *
 * @returns how many will have been sent with it
 * @throws Problem `send-limit`
 */
export function nextSending(
  previous: SentCode | undefined,
  settings: Pick<Settings, 'resendSeconds'>,
  now: EpochSeconds,
): number {
  if (!previous) return 1;
  if (previous.sends >= sendsPerChallenge) {
    throw new Problem(
      'send-limit',
      'No further code can be sent for this. Start again, or use another factor.',
      {
        retryAfterSeconds: settings.resendSeconds,
      },
    );
  }
  const wait = previous.sentAt + resendAfterSeconds(settings, previous.sends) - now;
  if (wait > 0) {
    throw new Problem('send-limit', 'A code was just sent. Wait for it, or ask again later.', {
      retryAfterSeconds: wait,
    });
  }
  return previous.sends + 1;
}
