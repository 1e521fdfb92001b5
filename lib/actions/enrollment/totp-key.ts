import type { Actor } from '../../domain/authorization.ts';
import {
  isKey,
  operatorKeys,
  pendingOf,
  withoutEnrollingType,
  withoutPending,
  withPending,
} from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { writes } from '../../store/users.ts';
import { statusOf } from '../../token-types/token-status.ts';
import { totp } from '../../token-types/totp.ts';
import { changeUser } from '../gate/change-user.ts';
import { assertRequired } from '../gate/in-use.ts';
import { notAllowed } from '../gate/refusals.ts';
import { openSecret } from '../keys/secrets.ts';
import { deadCodes, leavesNoneActive, withoutTokens } from '../tokens/tokens.ts';
import { newBackupCodes, newCodes } from './new-backup-codes.ts';
import {
  accountOf,
  assertAnotherKey,
  assertMayType,
  newPending,
  type Provisioning,
  provision,
} from './new-key.ts';
import { newLink, type SentLink } from './new-link.ts';

export interface ReplacedKey {
  readonly tokenId: string;
  readonly link?: SentLink;
}

/**
 * 3.12: creates or replaces the TOTP key. From this write on the old key's codes are refused; the new key is pending
 * until its first code. A user without another active token has to enroll again, in a new period.
 */
export async function replaceTotpKey(
  services: Services,
  actor: Actor,
  order: {
    readonly userId: string;
    readonly typed?: Uint8Array | undefined;
    readonly sendLink: boolean;
    /** What the operator attests when this replaces the only key in use (1.20). */
    readonly identityVerified?: true | undefined;
  },
): Promise<ReplacedKey> {
  const { userId, typed, sendLink, identityVerified } = order;
  assertMayType(actor, typed);
  const policy = await services.policy();
  const { settings } = policy;
  const made = newPending(services, { userId, by: 'operator', typed });
  const makeLink = newLink(services, userId, policy);
  return changeUser<ReplacedKey>(services, { userId, actor }, async (user, now) => {
    const { state } = user;
    assertRequired(state, settings, now);

    const replaced = user.tokens.filter(({ type }) => type === totp.type).map(({ tokenId }) => tokenId);
    // Replaces enrollments of this type only: a pending token of another type still waits for its first code.
    const waiting = pendingOf(state).filter(({ type }) => type === totp.type);
    const others = waiting.reduce((before, { tokenId }) => withoutPending(before, tokenId), state);
    const kept = withoutTokens(
      { ...user, state: withoutEnrollingType(others, totp.type) },
      replaced,
      policy,
      now,
    );
    if (typed) await assertAnotherKey(services, user, typed);
    const pending = await made();
    const link = sendLink ? await makeLink(user, pending, now) : undefined;
    return {
      state: { ...withPending(kept, pending), ...(link ? { link: link.link } : {}) },
      event: {
        type: 'key.replaced',
        details: {
          token: pending.tokenId,
          replaced: replaced.length,
          typed: typed !== undefined,
          link: sendLink,
          ...(identityVerified ? { identityVerified } : {}),
        },
      },
      effects: leavesNoneActive(user, replaced, policy, now) ? ['ends-enrollment'] : [],
      along: [
        ...replaced.map((tokenId) => writes.removeToken(services.table, userId, tokenId)),
        ...deadCodes(services, user, kept),
        ...(link?.along ?? []),
      ],
      ...(link ? { alongRefusal: link.alongRefusal } : {}),
      answer: { tokenId: pending.tokenId, ...(link ? { link: link.answer } : {}) },
    };
  });
}

export type Revealed =
  | { readonly exists: false }
  | ({
      readonly exists: true;
      readonly status: 'PENDING' | 'ACTIVE';
      readonly tokenId: string;
      readonly backupCodesRemaining: number;
    } & Provisioning);

/**
 * 3.15 under D5: shows the key again if the setting allows it, and always with an event and a notice to the user.
 * Backup codes are stored as hashes, so nobody can show them again; the answer says how many are left.
 */
export async function revealTotpKey(services: Services, actor: Actor, userId: string): Promise<Revealed> {
  const policy = await services.policy();
  const { secretDisplay, issuer } = policy.settings;
  if (secretDisplay === 'never') {
    throw new Problem(
      'forbidden',
      'Keys cannot be shown again because the setting secretDisplay is "never". Replace the key instead.',
    );
  }
  return changeUser<Revealed>(services, { userId, actor }, async (user, now) => {
    const found = keyToReveal(user, policy, now);
    // Nothing is shown, so nothing is written: "*Key does not exist*".
    if (!found) return { answer: { exists: false } };
    if (found.status === 'ACTIVE' && secretDisplay !== 'privileged') {
      throw notAllowed(
        'The key is active, but the setting secretDisplay allows showing only pending keys. Replace the key instead.',
      );
    }
    const { status, token } = found;
    const { tokenId } = token;
    const secret = await openSecret(services, userId, token);
    return {
      state: status === 'PENDING' ? withPending(user.state, { ...token, seen: true }) : user.state,
      event: { type: 'key.revealed', details: { token: tokenId, status } },
      answer: {
        exists: true,
        status,
        tokenId,
        backupCodesRemaining: user.state.codes?.remaining ?? 0,
        ...provision(token, secret, { issuer, account: accountOf(user) }),
      },
    };
  });
}

/**
 * The key that an operator would hand over, else one that the user has started with, else the one in use.
 *
 * @throws Problem `not-allowed-in-state` for a key that is not in use
 */
function keyToReveal(user: User, policy: Policy, now: EpochSeconds) {
  const { state, tokens } = user;
  const waiting = operatorKeys(state)[0] ?? pendingOf(state).findLast(isKey);
  if (waiting) return { status: 'PENDING' as const, token: waiting };
  const own = tokens.flatMap((record) => {
    const tokenState = state.tokens[record.tokenId];
    return record.type === totp.type && record.kind === 'key' && tokenState
      ? [{ record, status: statusOf(record, tokenState, policy, now) }]
      : [];
  });
  const active = own.find(({ status }) => status === 'ACTIVE');
  if (active) return { status: 'ACTIVE' as const, token: active.record };
  if (own.length === 0) return undefined;
  throw notAllowed(
    'The key is not in use because its token is disabled or obsolete. Enable the token, or replace the key.',
  );
}

/** 3.14: a new set of backup codes, shown once; the same write invalidates the old set. */
export async function recreateBackupCodes(
  services: Services,
  actor: Actor,
  userId: string,
): Promise<string[]> {
  const settings = await services.settings();
  const prepared = newCodes(services, userId, settings.backupCodeCount);
  return changeUser<string[]>(services, { userId, actor }, ({ state }) =>
    newBackupCodes(services, state, prepared),
  );
}
