import { createHash } from 'node:crypto';
import { config } from '../../../infra.config.ts';
import { keyedHash, seal } from '../../crypto/sealing.ts';
import { maskEmail } from '../../domain/masking.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Problem } from '../../domain/problems.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { PendingKey, SetupLink, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { Write } from '../../store/client.ts';
import { putMessage } from '../../store/outbox.ts';
import { countLink } from '../../store/send-caps.ts';
import { writes } from '../../store/users.ts';
import { capReached, notAllowed } from '../gate/refusals.ts';
import { addressAllowed } from '../keys/contacts.ts';
import { once } from '../keys/once.ts';

/** 256 bits cannot be guessed, so looking one up needs no limit of its own. */
const tokenBytes = 32;
const linkPurgeSeconds = 7 * 86_400;

export interface SentLink {
  readonly destination: string;
  readonly expiresAt: EpochSeconds;
  /** The link shows the very key that an operator typed or displayed, and no other. */
  readonly sharesKey?: true;
  /** Shown once, to be shared through a channel other than the mail. */
  readonly pin?: string;
}

/** What sending a link adds to a change of the user. */
export interface PreparedLink {
  readonly link: SetupLink;
  readonly along: readonly Write[];
  /** When the user already received as many as a day allows. */
  readonly alongRefusal: Problem;
  readonly answer: SentLink;
}

/**
 * A link to a pending key of this user. The earlier link becomes invalid as soon as the user's state names this one
 * (rule 8).
 */
export type NewLink = (user: User, pending: PendingKey, now: EpochSeconds) => Promise<PreparedLink>;

/** Only the hash of a link's token is stored. */
export const hashOfLink = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A link and its message. Their random parts are drawn once, however often the change is decided. */
export function newLink(
  services: Services,
  userId: string,
  policy: Policy,
  { pin: pinWanted }: { readonly pin?: boolean | undefined } = {},
): NewLink {
  const { settings } = policy;
  const withPin = pinWanted || settings.setupLinkProof === 'pin';
  const drawn = once(() => drawLink(services, userId, withPin));
  return async (user, pending, now) => {
    const { email } = user.profile;
    if (!addressAllowed(user, { kind: 'email', address: email }, policy)) {
      throw notAllowed(
        "The user's class allows mail only to addresses in its domain. Change the address or the class.",
      );
    }
    const { hash, keyId, pin, pinHash, messageId, sealed } = await drawn();
    const expiresAt = now + settings.setupLinkSeconds;
    const { table } = services;
    return {
      link: {
        hash,
        tokenId: pending.tokenId,
        keyId,
        expiresAt,
        failures: 0,
        ...(pinHash ? { pinHash, pinKeyId: keyId } : {}),
      },
      along: [
        writes.putLink(table, hash, userId, expiresAt + linkPurgeSeconds),
        putMessage(table, {
          messageId,
          userId,
          template: 'setup-link',
          sealed,
          linkHash: hash,
          details: { expiresAt, pin: withPin },
          createdAt: now,
          notAfter: expiresAt,
        }),
        countLink(table, userId, config.sendCaps, now),
      ],
      alongRefusal: capReached(),
      answer: {
        destination: maskEmail(email),
        expiresAt,
        ...(pending.seen ? { sharesKey: true } : {}),
        ...(pin === undefined ? {} : { pin }),
      },
    };
  };
}

async function drawLink({ keyring, random }: Services, userId: string, withPin: boolean) {
  const token = random(tokenBytes).toString('base64url');
  const hash = hashOfLink(token);
  const key = await keyring.current();
  const pin = withPin ? sixDigits(random) : undefined;
  const messageId = random(16).toString('base64url');
  const belonging = { purpose: 'message', userId, subjectId: messageId } as const;
  return {
    hash,
    keyId: key.id,
    pin,
    pinHash: pin === undefined ? undefined : keyedHash(key, ['pin', hash, pin]),
    messageId,
    sealed: seal(Buffer.from(JSON.stringify({ token })), belonging, key, random),
  };
}

/** Uniform over 000000-999999: values that would bias the result are drawn again. */
function sixDigits(random: Services['random']): string {
  for (;;) {
    const drawn = random(4).readUInt32BE();
    if (drawn < 4_294_000_000) return String(drawn % 1_000_000).padStart(6, '0');
  }
}
