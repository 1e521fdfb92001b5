import { createHash } from 'node:crypto';
import { keyedHash, keyIdOf, open, seal } from '../../crypto/sealing.ts';
import type { Actor } from '../../domain/authorization.ts';
import type { Purpose, StartedVerification } from '../../domain/session-state.ts';
import { unknownVerification } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';

/** It is opened before the user is known: user and application are inside. */
const belongingOf = (sessionId: string) =>
  ({ purpose: 'verification', userId: '', subjectId: sessionId }) as const;

const purposes = ['sign-in', 'approval', 'password-reset'] as const satisfies readonly Purpose[];
const asks = ['challenge', 'enrollment-required', 'not-required'] as const;

/** Positions instead of names, because the id is part of a URL. */
type CompactVerification = [
  userId: string,
  epoch: number,
  version: number,
  application: string,
  purpose: number,
  asks: number,
  expiresAt: number,
  assertion: 0 | 1,
  clientIp: string,
  details: string | undefined,
];

/**
 * The id of a verification: `<session id>.<everything its start decided, sealed with a data key>`. Its events carry
 * the session id, so an application finds them by the id in its own log. A start therefore writes nothing, and no
 * number of other starts can displace it. The same start produces the same id: the nonce is derived from what is
 * sealed.
 */
export async function sealVerification(
  { keyring }: Pick<Services, 'keyring'>,
  started: StartedVerification,
): Promise<string> {
  const { sessionId, userId, epoch, version, application, purpose, expiresAt, assertion, clientIp, details } =
    started;
  const compact: CompactVerification = [
    userId,
    epoch,
    version,
    application,
    purposes.indexOf(purpose),
    asks.indexOf(started.asks),
    expiresAt,
    assertion ? 1 : 0,
    clientIp ?? '',
    details,
  ];
  const text = JSON.stringify(details === undefined ? compact.slice(0, -1) : compact);
  const key = await keyring.current();
  const nonce = (bytes: number): Buffer =>
    keyedHash(key, ['verification', sessionId, text]).subarray(0, bytes);
  const sealed = seal(Buffer.from(text), belongingOf(sessionId), key, nonce);
  return `${sessionId}.${Buffer.from(sealed).toString('base64url')}`;
}

/**
 * The content of a verification's id, for the application that started it.
 *
 * @throws Problem `not-found` for an id that was cut, changed, forged, or belongs to another deployment or
 * application: always the same answer, and before anything of the user is read
 */
export async function openVerification(
  services: Pick<Services, 'keyring'>,
  verificationId: string,
  actor: Actor,
): Promise<StartedVerification> {
  const started = await readVerificationId(services, verificationId);
  if (started?.application !== applicationMark(actor)) throw unknownVerification();
  return started;
}

/** @returns `undefined` for an id that this deployment did not make */
export async function readVerificationId(
  { keyring }: Pick<Services, 'keyring'>,
  verificationId: string,
): Promise<StartedVerification | undefined> {
  const [sessionId = '', text = ''] = verificationId.split('.');
  const sealed = Buffer.from(text, 'base64url');
  // Each id has one spelling: any deviation that decoding would overlook makes it another id.
  if (`${sessionId}.${sealed.toString('base64url')}` !== verificationId) return undefined;
  const key = await keyring.find(keyIdOf(sealed));
  if (!key) return undefined;
  try {
    return expand(
      sessionId,
      JSON.parse(open(sealed, belongingOf(sessionId), key).toString()) as CompactVerification,
    );
  } catch {
    return undefined;
  }
}

function expand(
  sessionId: string,
  [
    userId,
    epoch,
    version,
    application,
    purpose,
    asked,
    expiresAt,
    assertion,
    clientIp,
    details,
  ]: CompactVerification,
): StartedVerification {
  return {
    sessionId,
    userId,
    epoch,
    version,
    application,
    purpose: purposes[purpose] ?? 'sign-in',
    asks: asks[asked] ?? 'challenge',
    expiresAt,
    ...(assertion === 1 ? { assertion: true } : {}),
    ...(clientIp ? { clientIp } : {}),
    ...(details === undefined ? {} : { details }),
  };
}

/** An application, abbreviated; 48 bits tell those of one issuer apart. */
export const applicationMark = ({ name }: Actor): string =>
  createHash('sha256').update(name).digest('base64url').slice(0, 8);
