import { config } from '../../../infra.config.ts';
import { classOf } from '../../domain/classes.ts';
import type { Policy } from '../../domain/policy.ts';
import { nextSending, resendAfterSeconds } from '../../domain/send-limits.ts';
import type { Purpose, VerificationSession } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { countMessage } from '../../store/send-caps.ts';
import { notAllowed } from '../gate/refusals.ts';
import { capsKeys, openContact } from '../keys/contacts.ts';
import { askProvider, providerUnavailable } from './ask-providers.ts';
import type { CodeOrder, PreparedCode } from './code-order.ts';
import type { UsableToken } from './factors.ts';
import { delegateOf, type Elsewhere } from './judge-code.ts';

/** A provider that reaches the user instead of this service. */
export interface ProviderChallenge {
  readonly ask: Elsewhere['asks'][number];
  readonly purpose: Purpose;
  readonly details: string | undefined;
}

export const providerChallenge = (
  { profile }: User,
  { record, type }: UsableToken,
  { classes }: Policy,
  { purpose, details }: VerificationSession,
): ProviderChallenge => ({
  ask: delegateOf(record, type, classOf(profile.class, classes)),
  purpose,
  details,
});

/** What a provider sends is limited like a code: nobody may make a user's phone ring until the user gives in. */
export async function prepareProvider(
  services: Services,
  { user, record, previous }: CodeOrder,
  { settings }: Pick<Policy, 'settings'>,
  now: EpochSeconds,
): Promise<PreparedCode> {
  const { device, tokenId } = record;
  const { userId } = user.state;
  const sends = nextSending(previous, settings, now);
  const expiresAt = now + settings.otpSeconds;
  const { hash } = await capsKeys(services, device, await openContact(services, userId, tokenId, device));
  const destination = { userId, hash, area: 'providers' };
  return {
    sent: { tokenId, sentAt: now, expiresAt, sends },
    along: countMessage(services.table, destination, config.sendCaps, now),
    answer: {
      channel: 'provider',
      destination: device.masked,
      expiresAt,
      resendAfterSeconds: resendAfterSeconds(settings, sends),
    },
  };
}

/** @throws Problem `delivery-unavailable`, `not-allowed-in-state` when the provider cannot reach the user */
export async function challengeBy(
  services: Services,
  { ask, purpose, details }: ProviderChallenge,
  of: { readonly sessionId: string; readonly userId: string; readonly verificationId: string },
): Promise<void> {
  const { sessionId, userId, verificationId } = of;
  const answer = await askProvider(services, ask, {
    id: `${sessionId}.${services.random(6).toString('base64url')}`,
    action: 'challenge',
    userId,
    purpose,
    verificationId,
    ...(details === undefined ? {} : { details }),
  });
  if (answer === 'unavailable') throw providerUnavailable();
  if (answer === 'refused') throw notAllowed('The provider cannot reach this account.');
}
