import { config } from '../../../infra.config.ts';
import { type ClassPolicy, classOf, mailAllowed } from '../../domain/classes.ts';
import { lostTokenCode, lostTokenId } from '../../domain/exceptions.ts';
import { maskEmail, maskPhone } from '../../domain/masking.ts';
import {
  accepts,
  isVerifiedOtherwise,
  missingFactor,
  offeredByClass,
  ownChannel,
  ownContactIds,
  servesLookUp,
} from '../../domain/offered-factors.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import { type Asked, askedOf } from '../../domain/requirement.ts';
import { type Purpose, purposes } from '../../domain/session-state.ts';
import { throttle } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { contactOf, providerOf } from '../../domain/token-records.ts';
import type { TokenRecord, User } from '../../domain/user-state.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { email } from '../../token-types/email.ts';
import { tokenTypes, typeOfToken } from '../../token-types/index.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { sms } from '../../token-types/sms.ts';
import { statusOf } from '../../token-types/token-status.ts';
import { notAllowed } from '../gate/refusals.ts';

/** Backup codes are a factor without being a token; this takes the place of a token's id. */
export const backupCodesId = 'backup-codes';

/** The type of a factor, by its id: a token, or a factor that is not a token. */
export function typeBehind(tokenId: string, tokens: readonly TokenRecord[]): string {
  if (tokenId === ownContactIds.phone) return sms.type;
  if (tokenId === ownContactIds.email) return email.type;
  const other = tokenId === lostTokenId ? lostTokenId : backupCodesId;
  return tokens.find((token) => token.tokenId === tokenId)?.type ?? other;
}

export interface UsableToken {
  readonly record: TokenRecord;
  readonly type: TokenType;
}

/**
 * The tokens that are able to answer: active in STATE (the write is conditional on that), not obsolete, and not
 * locked by their own failures.
 */
export function activeTokens(user: User, policy: Policy, now: EpochSeconds): UsableToken[] {
  return enrolledTokens(user, policy, now).filter(({ locked }) => !locked);
}

function enrolledTokens({ state, tokens }: User, policy: Policy, now: EpochSeconds) {
  return tokens.flatMap((record) => {
    const tokenState = state.tokens[record.tokenId];
    const type = typeOfToken(record);
    if (!type || !tokenState || statusOf(record, tokenState, policy, now) !== 'ACTIVE') return [];
    return [{ record, type, locked: tokenState.failures >= throttle.perToken }];
  });
}

/**
 * Those that the user's class accepts for this purpose, in its order (3.05), and the person's own number or address
 * if the class sends codes there (3.02, 3.08).
 */
export function usableTokens(user: User, policy: Policy, purpose: Purpose, now: EpochSeconds): UsableToken[] {
  const policyOfClass = classOf(user.profile.class, policy.classes);
  const able = enrolledTokens(user, policy, now).filter((token) => isAble(token, policyOfClass, policy));
  const own = ownToken(user, policy, policyOfClass, purpose, now);
  const all = own ? [...able, { ...own, locked: false }] : able;
  const candidates = all.map((token) => ({ token, locked: token.locked, ...candidateOf(token) }));
  return offeredByClass(candidates, policyOfClass, purpose).map(({ token }) => token);
}

/** The properties of a token that its class checks. */
export function candidateOf({ record, type }: UsableToken) {
  const kind = contactOf(record)?.kind;
  return { factor: type.factor, ...(kind === 'phone' || kind === 'email' ? { sentTo: kind } : {}) };
}

/**
 * A person's own number or address as a factor, though nobody enrolled it. Left out if a token, active or not, uses
 * the same channel: what an operator disabled must not remain usable under another name.
 */
function ownToken(
  { state, profile, tokens }: User,
  policy: Policy,
  policyOfClass: ClassPolicy,
  purpose: Purpose,
  now: EpochSeconds,
): UsableToken | undefined {
  const channel = ownChannel(policyOfClass, purpose, state.enrolledAt !== undefined);
  const address = channel && profile[channel];
  if (!address) return undefined;
  if (channel === 'email' && !mailAllowed(policyOfClass, address)) return undefined;
  const held = tokens.filter(({ tokenId }) => state.tokens[tokenId]).map((token) => contactOf(token)?.kind);
  // A password reset asks for one channel; elsewhere any token with sent codes is the user's enrolled one for it.
  const reset = isVerifiedOtherwise(policyOfClass, purpose);
  if (held.some((kind) => kind === channel || (!reset && (kind === 'phone' || kind === 'email'))))
    return undefined;
  const type = channel === 'phone' ? sms : email;
  const record: TokenRecord = {
    kind: 'contact',
    tokenId: ownContactIds[channel],
    type: type.type,
    label: tokenTypePolicy(policy, type.type).name,
    device: {
      kind: channel,
      masked: channel === 'phone' ? maskPhone(address, '') : maskEmail(address),
      // The profile holds it, and it is read from there when a code is sent.
      sealed: new Uint8Array(),
    },
    createdAt: profile.createdAt,
    updatedAt: profile.updatedAt,
  };
  return statusOf(record, { status: 'active' }, policy, now) === 'ACTIVE' ? { record, type } : undefined;
}

/**
 * Whether a token can answer at all at the moment: not if the class asks no questions, or more than the user has; not
 * if its provider does not exist, nor if its country no longer gets text messages (P.08).
 */
export function isAble(
  { record, type }: UsableToken,
  policyOfClass: ClassPolicy,
  { providers }: Policy,
): boolean {
  if (type.asks) return type.asks(record, policyOfClass, '').length > 0;
  if (type.provider) {
    const name = type.provider({ ofToken: providerOf(record), ofClass: policyOfClass.provider });
    return name !== undefined && Object.hasOwn(providers, name);
  }
  const device = contactOf(record);
  const countries: readonly string[] = config.sms.countries;
  return device?.kind !== 'phone' || device.area === undefined || countries.includes(device.area);
}

/**
 * Whether this token alone makes its user enrolled: only if the class accepts it at sign-ins. Otherwise the service
 * would call a user enrolled whom it could never ask.
 */
export function enrollsAlone(
  { profile }: Pick<User, 'profile'>,
  record: TokenRecord,
  policy: Policy,
): boolean {
  const type = typeOfToken(record);
  const policyOfClass = classOf(profile.class, policy.classes);
  return (
    type !== undefined &&
    accepts(policyOfClass, 'sign-in', candidateOf({ record, type })) &&
    (!type.asks || isAble({ record, type }, policyOfClass, policy))
  );
}

/**
 * D10: refuses a token that the user's class accepts for nothing, because it would never work.
 *
 * @throws Problem `not-allowed-in-state`, with what the class accepts
 */
export function assertAccepted(
  { profile }: Pick<User, 'profile'>,
  type: TokenType,
  sentTo: 'phone' | 'email' | undefined,
  policy: Policy,
): void {
  // Users enter questions before a class asks them.
  if (type.asks) return;
  const policyOfClass = classOf(profile.class, policy.classes);
  const taken = (one: TokenType, to: typeof sentTo): boolean =>
    purposes.some((purpose) =>
      accepts(policyOfClass, purpose, { factor: one.factor, ...(to ? { sentTo: to } : {}) }),
    );
  if (taken(type, sentTo)) return;
  const names = tokenTypes
    .filter((one) => taken(one, undefined) || taken(one, 'phone') || taken(one, 'email'))
    .map(({ type }) => tokenTypePolicy(policy, type).name);
  throw notAllowed(
    `The user's class ${policyOfClass.name} does not accept tokens of the type ${tokenTypePolicy(policy, type.type).name}. It accepts ${names.join(', ') || 'none'}.`,
  );
}

/**
 * Whether this person must present a second factor for this purpose, and can: {@link askedOf} by the user's factors.
 *
 * @param user under the class as defined at this moment: see `asItStands`
 */
export function askedFor(user: User, policy: Policy, purpose: Purpose, now: EpochSeconds): Asked {
  const token = usableTokens(user, policy, purpose, now).length > 0;
  return askedOf(user, policy, purpose, now, {
    token,
    usable: token || (mayUseBackupCodes(user, now) && servesBackupCodes(user, policy, purpose)),
  });
}

/** The refusal when {@link askedFor} returns `no-usable-factor`; it says what is missing. */
export const noUsableFactor = (
  { profile }: Pick<User, 'profile'>,
  { classes }: Pick<Policy, 'classes'>,
  purpose: Purpose,
): Problem => new Problem('no-usable-factor', missingFactor(classOf(profile.class, classes), purpose));

/** The right one is accepted whatever others have failed: only wrong ones are limited. */
export const mayUseBackupCodes = ({ state }: Pick<User, 'state'>, now: EpochSeconds): boolean =>
  state.enrolledAt !== undefined &&
  ((state.codes?.remaining ?? 0) > 0 || lostTokenCode(state, now) !== undefined);

/** Backup codes are valid as long as the class accepts any factor that they could replace (3.05, 3.08). */
export const servesBackupCodes = (
  { profile }: Pick<User, 'profile'>,
  { classes }: Pick<Policy, 'classes'>,
  purpose: Purpose,
): boolean => servesLookUp(classOf(profile.class, classes), purpose);
