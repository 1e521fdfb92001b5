import { config } from '../../../infra.config.ts';
import { seal } from '../../crypto/sealing.ts';
import { codeText, segmentsOf } from '../../delivery/texts.ts';
import type { Actor } from '../../domain/authorization.ts';
import { type ClassPolicy, classOf, mailAllowed } from '../../domain/classes.ts';
import { randomDigits } from '../../domain/digits.ts';
import { isLocked } from '../../domain/lockout.ts';
import { isOwnContact } from '../../domain/offered-factors.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import { nextSending, resendAfterSeconds } from '../../domain/send-limits.ts';
import { assertNotThrottled } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { ContactDevice, Profile } from '../../domain/user-state.ts';
import { changeSession, findSession } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { putMessage } from '../../store/outbox.ts';
import { countMessage } from '../../store/send-caps.ts';
import { changeUser } from '../gate/change-user.ts';
import {
  accountDisabled,
  capReached,
  notAllowed,
  tokenNotFound,
  type VerificationNamed,
  verificationLocked,
} from '../gate/refusals.ts';
import { capsKeys, openContact } from '../keys/contacts.ts';
import {
  challengeBy,
  type ProviderChallenge,
  prepareProvider,
  providerChallenge,
} from './challenge-provider.ts';
import type { CodeOnItsWay, CodeOrder, PreparedCode } from './code-order.ts';
import { mayUseBackupCodes, usableTokens } from './factors.ts';
import { hashOfSentCode } from './judge-code.ts';
import { openVerification } from './verification-ids.ts';

/**
 * Creates a code and its message. An earlier code becomes invalid as soon as the state holds this one's hash (rule
 * 7).
 */
export async function prepareCode(
  services: Services,
  { user, record, boundTo, previous, unconfirmed, transaction }: CodeOrder,
  { settings, classes }: Pick<Policy, 'settings' | 'classes'>,
  now: EpochSeconds,
): Promise<PreparedCode> {
  const { device, tokenId } = record;
  if (device.kind === 'account') throw tokenNotFound();
  const { table, keyring, random } = services;
  const { userId } = user.state;
  const sends = nextSending(previous, settings, now);
  const key = await keyring.current();
  const code = randomDigits(settings.otpLength, random);
  const expiresAt = now + settings.otpSeconds;
  const sent = {
    tokenId,
    keyed: { hash: hashOfSentCode(key, boundTo, tokenId, code), keyId: key.id },
    sentAt: now,
    expiresAt,
    sends,
  };
  const contact = isOwnContact(tokenId) ? await ownContact(user.profile, device.kind) : undefined;
  const to = contact?.address ?? (await openContact(services, userId, tokenId, device));
  const area = contact?.area ?? device.area;
  const destination = area === undefined ? device : { ...device, area };
  assertDeliverable(destination, to, classOf(user.profile.class, classes));
  const channel = device.kind === 'phone' ? 'sms' : 'email';
  const words = { issuer: settings.issuer, code, transaction };
  const messageId = random(16).toString('base64url');
  const content = Buffer.from(JSON.stringify({ code, to, ...(transaction ? { transaction } : {}) }));
  return {
    sent,
    along: [
      putMessage(table, {
        messageId,
        userId,
        template: 'code',
        channel,
        sealed: seal(content, { purpose: 'message', userId, subjectId: messageId }, key, random),
        codeHash: sent.keyed.hash,
        details: { expiresAt, token: tokenId },
        createdAt: now,
        notAfter: expiresAt,
      }),
      ...countMessage(
        table,
        {
          userId,
          ...(await capsKeys(services, destination, to)),
          ...(unconfirmed ? { unconfirmed } : {}),
          ...(channel === 'sms' ? { parts: segmentsOf(codeText(user.profile.language, words)) } : {}),
        },
        config.sendCaps,
        now,
      ),
    ],
    answer: {
      channel,
      destination: device.masked,
      expiresAt,
      resendAfterSeconds: resendAfterSeconds(settings, sends),
    },
  };
}

/**
 * The number or address of a profile as a destination for a code, checked again because nobody has confirmed it.
 *
 * @throws Problem `not-allowed-in-state` for a number that gets no text messages
 */
async function ownContact(
  { phone = '', email }: Profile,
  kind: 'phone' | 'email',
): Promise<{ readonly address: string; readonly area?: string }> {
  if (kind === 'email') return { address: email };
  // The numbering plans of all countries are as large as the rest of the function, and few codes need them.
  const { phoneContact } = await import('../keys/parse-phone.ts');
  try {
    return phoneContact(phone);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw notAllowed(
      "No text messages can be sent to this person's cell phone. Correct the number, or use another factor.",
    );
  }
}

/** A number or address that was allowed when it was entered may no longer be (3.03, P.08). */
function assertDeliverable({ kind, area }: ContactDevice, address: string, ofUser: ClassPolicy): void {
  const countries: readonly string[] = config.sms.countries;
  if (kind === 'phone' && area !== undefined && !countries.includes(area)) {
    throw notAllowed('Text messages are no longer sent to the country of this number. Use another factor.');
  }
  if (kind === 'email' && !mailAllowed(ofUser, address)) {
    throw notAllowed("The user's class allows codes only to addresses in its domain.");
  }
}

/**
 * Sends a code for a verification; a new one replaces the old one and resets no failures.
 *
 * @throws Problem `send-limit`, `token-not-found`, and what refuses an attempt
 */
export async function sendVerificationCode(
  services: Services,
  actor: Actor,
  { verificationId, tokenId }: { verificationId: string; tokenId: string },
): Promise<CodeOnItsWay & VerificationNamed> {
  const started = await openVerification(services, verificationId, actor);
  const { sessionId, userId } = started;
  const policy = await services.policy();
  const sending = await changeUser<Sending>(services, { userId, actor, cheap: true }, async (user, now) => {
    const { state } = user;
    if (!state.enabled) throw accountDisabled();
    const session = findSession(state, started, now);
    if (isLocked(session, policy.settings)) throw verificationLocked();
    if (session.status !== 'challenge') throw notAllowed('This verification is not waiting for a code.');
    assertNotThrottled(state.failures, now, mayUseBackupCodes(user, now));
    const token = usableTokens(user, policy, session.purpose, now).find(
      ({ record }) => record.tokenId === tokenId,
    );
    if (token?.type.mode !== 'out-of-band' || token.record.kind !== 'contact') throw tokenNotFound();
    const { record, type } = token;

    const order = {
      user,
      record,
      boundTo: sessionId,
      previous: session.sent,
      transaction: session.details,
    };
    const prepare = type.provider ? prepareProvider : prepareCode;
    const { sent, along, answer } = await prepare(services, order, policy, now);
    return {
      state: changeSession(state, session, { sent }, now),
      event: {
        type: 'code.sent',
        details: { token: tokenId, verification: sessionId, channel: answer.channel },
      },
      along,
      alongRefusal: capReached(),
      answer: {
        answer,
        ...(type.provider ? { ask: providerChallenge(user, { record, type }, policy, session) } : {}),
      },
    };
  });
  const { ask, answer } = sending;
  if (ask) await challengeBy(services, ask, { sessionId, userId, verificationId });
  return { verificationId, userId, ...answer };
}

interface Sending {
  readonly answer: CodeOnItsWay;
  /** The provider that reaches the user instead of this service. */
  readonly ask?: ProviderChallenge;
}
