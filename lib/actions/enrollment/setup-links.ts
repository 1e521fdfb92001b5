import { timingSafeEqual } from 'node:crypto';
import { keyedHash } from '../../crypto/sealing.ts';
import type { Actor } from '../../domain/authorization.ts';
import type { TypedCode } from '../../domain/codes.ts';
import { stageOf } from '../../domain/enrollment.ts';
import { liveLink, operatorKeys, withPending } from '../../domain/pending.ts';
import { Problem } from '../../domain/problems.ts';
import { assertNotThrottled, chargeGuess } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { SetupLink, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { findLink, type StoredLink } from '../../store/links.ts';
import { totp } from '../../token-types/totp.ts';
import { changeUser, type Decision } from '../gate/change-user.ts';
import { assertRequired } from '../gate/in-use.ts';
import { linkNotFound, notAllowed } from '../gate/refusals.ts';
import { acceptsKey } from './enrollable.ts';
import { type Confirmed, confirmFirst } from './first-code.ts';
import { keyOfOpening, type Linked, linkCandidates, recordOpening } from './link-openings.ts';
import { codesOfAttempt, newCodes } from './new-backup-codes.ts';
import { accountOf, newPending, type Provisioning, provision } from './new-key.ts';
import { hashOfLink, newLink, type SentLink } from './new-link.ts';

/** Wrong PINs after which a link no longer works. */
const pinTries = 5;

/** Sends a setup link (3.16): the mail carries the link, never the key. */
export async function sendSetupLink(
  services: Services,
  actor: Actor,
  { userId, pin }: { userId: string; pin?: boolean | undefined },
): Promise<SentLink> {
  const policy = await services.policy();
  const { settings } = policy;
  const makeLink = newLink(services, userId, policy, { pin });
  const generated = newPending(services, { userId, by: 'operator' });
  return changeUser<SentLink>(services, { userId, actor }, async (user, now) => {
    const { state } = user;
    const stage = assertRequired(state, settings, now);
    // If an operator started an enrollment, the user has to end up with that one: the link leads to that very key.
    const [begun] = operatorKeys(state);
    if (stage === 'enrolled' && !begun) {
      throw notAllowed('The user is already enrolled. Reset the enrollment, or replace the TOTP key.');
    }
    if (!begun && !acceptsKey(user, policy, totp.type)) throw noKeyAccepted();
    const pending = begun ?? (await generated());
    const { link, answer, ...sending } = await makeLink(user, pending, now);
    const { sharesKey = false } = answer;
    return {
      state: { ...withPending(state, pending), link },
      event: {
        type: 'link.sent',
        details: { pin: answer.pin !== undefined, ...(sharesKey ? { sharesKey } : {}) },
      },
      ...sending,
      answer,
    };
  });
}

const noKeyAccepted = (): Problem =>
  notAllowed(
    "A setup link sets up an authenticator app, but the user's class does not accept its codes. Enroll a token of another type, or change the class.",
  );

export interface Presented {
  readonly token: string;
  readonly pin?: string | undefined;
}

export interface OpenedLink extends Provisioning {
  readonly displayName: string;
  readonly issuer: string;
  readonly expiresAt: EpochSeconds;
}

/**
 * Shows what the link is for. Harmless and repeatable, because mail scanners open links and run the scripts they find
 * (D6). Each opening shows a key of its own, so anyone who opened the link earlier does not know this one. A PIN is
 * checked like a code: the verdict, right or wrong, is a write.
 */
export async function openSetupLink(services: Services, presented: Presented): Promise<OpenedLink> {
  const { issuer } = await services.settings();
  const { user, linked } = await withLink<{ user: User; linked: Linked }>(
    services,
    presented,
    () => (user, linked) => {
      const answer = { user, linked };
      return linked.link.pinHash
        ? { state: user.state, event: { type: 'link.pin-accepted' }, answer }
        : { answer };
    },
  );
  const { userId } = user.state;
  const opening = await recordOpening(services, bearer(userId), linked.link);
  const key = await keyOfOpening(services, userId, linked, opening);
  return {
    displayName: user.profile.displayName,
    issuer,
    ...provision(linked.pending, key, { issuer, account: accountOf(user) }),
    expiresAt: linked.link.expiresAt,
  };
}

/**
 * Only the first right code consumes the link. A retry with the same key gets the same backup codes; otherwise a lost
 * answer would lose them.
 */
export async function confirmSetupLink(
  services: Services,
  presented: Presented & { readonly code: TypedCode; readonly idempotencyKey?: string | undefined },
): Promise<{ readonly backupCodes: string[] }> {
  const policy = await services.policy();
  const { code, token, pin, idempotencyKey } = presented;
  const attempt = idempotencyKey === undefined ? undefined : { linkToken: token, pin, idempotencyKey };
  const { backupCodes } = await withLink<Pick<Confirmed, 'backupCodes'>>(
    services,
    presented,
    ({ userId, openings }) => {
      const prepared = newCodes(services, userId, policy.settings.backupCodeCount, attempt);
      const told = openings > 1 ? { openings } : {};
      return (user, linked, now) => {
        const candidates = linkCandidates(services, userId, linked, openings);
        return confirmFirst(services, user, { code, candidates, policy, backupCodes: prepared, told }, now);
      };
    },
    async (user, now) => {
      const again = attempt && (await codesOfAttempt(services, user, attempt, now));
      return again && { answer: { backupCodes: again } };
    },
  );
  return { backupCodes };
}

/** Changes the user whose live link this is, once its PIN is right. */
async function withLink<T>(
  services: Services,
  { token, pin }: Presented,
  prepare: (
    found: StoredLink,
  ) => (user: User, linked: Linked, now: EpochSeconds) => Decision<T> | Promise<Decision<T>>,
  /** The answer when the link is no longer valid. */
  afterwards: (user: User, now: EpochSeconds) => Promise<Decision<T> | undefined> = async () => undefined,
): Promise<T> {
  const hash = hashOfLink(token);
  // An unknown link costs the same reads as an expired one, so that not even timing tells them apart.
  const found = (await findLink(services.table, hash)) ?? nobody;
  const { userId } = found;
  const rule = prepare(found);
  const settings = await services.settings();
  return changeUser<T>(services, { userId, actor: bearer(userId) }, async (user, now) => {
    const linked = linkOf(user, hash, settings, now);
    if (!linked) {
      const answer = await afterwards(user, now);
      if (answer) return answer;
      throw linkNotFound();
    }
    const refused = await refusePin(services, user, linked.link, pin, now);
    return refused ?? rule(user, linked, now);
  }).catch((error: unknown) => {
    // A deleted user and an unknown link look the same to the holder of the link.
    throw error instanceof Problem && error.code === 'user-not-found' ? linkNotFound() : error;
  });
}

/** Not an id that any user can have. */
const nobody: StoredLink = { userId: '', openings: 0 };

const bearer = (userId: string): Actor => ({ kind: 'link', name: userId, roles: [] });

const pinRequired = (): Problem =>
  new Problem(
    'pin-required',
    'Enter the PIN that you received for the link. After five wrong PINs the link stops working.',
  );

/** Used, replaced, expired, revoked, account disabled, enrolled in another way: one answer for all (rule 8). */
function linkOf(
  { state }: User,
  hash: string,
  settings: { readonly enrollmentPeriodSeconds: number },
  now: EpochSeconds,
): Linked | undefined {
  const linked = liveLink(state, now);
  const open = linked?.link.hash === hash && state.enabled && state.required;
  return open && stageOf(state, settings, now) !== 'expired' ? linked : undefined;
}

/** A wrong PIN counts against the account and the link; the fifth invalidates the link. */
async function refusePin(
  { keyring }: Services,
  { state }: User,
  link: SetupLink,
  pin: string | undefined,
  now: EpochSeconds,
): Promise<Decision<never> | undefined> {
  if (!link.pinHash || link.pinKeyId === undefined) return undefined;
  if (pin === undefined) throw pinRequired();
  // Before the PIN is checked: otherwise a throttled caller could go on guessing until the answer changes.
  assertNotThrottled(state.failures, now);
  const given = keyedHash(await keyring.byId(link.pinKeyId), ['pin', link.hash, pin]);
  if (timingSafeEqual(given, Buffer.from(link.pinHash))) return undefined;
  const failures = link.failures + 1;
  const { link: _link, ...revoked } = state;
  const { state: charged, told } = chargeGuess(state, [], now);
  const counted = charged.failures;
  return {
    state:
      failures >= pinTries
        ? { ...revoked, failures: counted }
        : { ...state, failures: counted, link: { ...link, failures } },
    event: { type: 'link.pin-failed', details: { failures, ...told } },
    refusal: pinRequired(),
  };
}
