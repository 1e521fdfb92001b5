import { withDetails } from '../../domain/events.ts';
import { lostTokenId } from '../../domain/exceptions.ts';
import { remember } from '../../domain/remembered.ts';
import type { VerificationSession } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { Attest } from '../assertions/attest.ts';
import type { OngoingAttempt } from './attempt.ts';
import { hashOfAddress, hashOfDevice, newDeviceToken, rememberedSeconds } from './remembered-device.ts';
import type { Accepted } from './verdict.ts';

/** What completing an accepted attempt takes. */
export interface Completion {
  readonly session: VerificationSession;
  readonly ongoing: OngoingAttempt;
  readonly attest: Attest | undefined;
}

/** Remembers the device or address of the accepted attempt, and signs an assertion if one was requested. */
export async function complete(
  services: Services,
  user: User,
  accepted: Accepted,
  completion: Completion,
  now: EpochSeconds,
): Promise<Accepted> {
  const remembered = await rememberOrigin(services, user, accepted, completion, now);
  const { attest, session } = completion;
  if (!attest) return remembered;
  return {
    ...remembered,
    event: withDetails(accepted.event, { assertion: true }),
    answer: { ...remembered.answer, ...(await attest(user, session, remembered.answer)) },
  };
}

/** P.17, 3.19: for a while, the address and, if requested, the device are not asked again. */
async function rememberOrigin(
  services: Services,
  user: User,
  accepted: Accepted,
  { session, ongoing: { policy, rememberDevice } }: Completion,
  now: EpochSeconds,
): Promise<Accepted> {
  const seconds = rememberedSeconds(user, policy, session.purpose);
  // A lost-token code lasts for some days; a device remembered through it must not extend that.
  if (seconds === 0 || accepted.answer.tokenId === lostTokenId) return accepted;
  const { sessionId, userId, clientIp } = session;
  const deviceToken = rememberDevice ? await newDeviceToken(services, userId, sessionId) : undefined;
  const hashes = [
    ...(deviceToken ? [hashOfDevice(deviceToken)] : []),
    ...(clientIp ? [await hashOfAddress(services, userId, clientIp)] : []),
  ];
  return {
    ...accepted,
    state: remember(accepted.state, hashes, now + seconds, now),
    answer: { ...accepted.answer, ...(deviceToken ? { deviceToken } : {}) },
  };
}
