import { type Actor, assertHolds } from '../domain/authorization.ts';
import { revokePending, stageOf } from '../domain/enrollment.ts';
import { Problem } from '../domain/problems.ts';
import type { User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import { totp } from '../token-types/totp.ts';
import { changeUser } from './change-user.ts';
import { newBackupCodes } from './new-backup-codes.ts';
import { assertAnotherKey, newPending, type Provisioning, provision } from './new-key.ts';
import { notAllowed } from './refusals.ts';
import { prepareLink, type SentLink } from './setup-links.ts';
import { deadCodes, withoutTokens } from './tokens.ts';

export interface ReplacedKey {
  readonly tokenId: string;
  readonly link?: SentLink;
}

/**
 * 3.12: creates or replaces the TOTP key. The old key's codes are refused from this write on; the new key is
 * pending until its first code. Without another active token the user has to enroll again, in a new period.
 */
export async function replaceTotpKey(
  services: Services,
  actor: Actor,
  order: { readonly userId: string; readonly typed?: Uint8Array | undefined; readonly sendLink: boolean },
): Promise<ReplacedKey> {
  const { userId } = order;
  // Who types the key knows it, as who has it revealed does.
  if (order.typed) assertHolds(actor, 'secrets:reveal');
  const policy = await services.policy();
  const { settings } = policy;
  return changeUser<ReplacedKey>(services, { userId, actor }, async (user, now) => {
    const { state } = user;
    if (!state.enabled) throw notAllowed('The account is disabled. Enable it first.');
    const stage = stageOf(state, settings, now);
    if (stage === 'expired')
      throw notAllowed('The enrollment period has expired. Reset the enrollment first.');
    if (stage === 'not-required') throw notAllowed('This account does not require two factors.');

    const replaced = user.tokens.filter(({ type }) => type === totp.type).map(({ tokenId }) => tokenId);
    const standing = withoutTokens({ ...user, state: revokePending(state) }, replaced, policy, now);
    if (stageOf(standing, settings, now) !== stage) assertHolds(actor, 'enrollment:reset');
    if (order.typed) await assertAnotherKey(services, user, order.typed);
    const pending = await newPending(services, userId, now, { typed: order.typed });
    const link = order.sendLink ? await prepareLink(services, user, pending, { now }) : undefined;
    return {
      state: { ...standing, pending: link?.pending ?? pending, ...(link ? { link: link.link } : {}) },
      event: {
        type: 'key.replaced',
        details: {
          token: pending.tokenId,
          replaced: replaced.length,
          typed: pending.typed,
          link: order.sendLink,
        },
      },
      along: [
        ...replaced.map((tokenId) => writes.removeToken(services.table, userId, tokenId)),
        ...deadCodes(services, user, standing),
        ...(link?.along ?? []),
      ],
      answer: { tokenId: pending.tokenId, ...(link ? { link: link.answer } : {}) },
    };
  });
}

export type Revealed =
  | { readonly exists: false }
  | ({
      readonly exists: true;
      readonly status: 'PENDING' | 'ACTIVE';
      readonly backupCodesRemaining: number;
    } & Provisioning);

/**
 * 3.15 under D5: shows the key again where the setting allows it, and never without an event, of which the user
 * is told. Backup codes are kept as hashes and cannot be shown again by anyone: the answer says how many are left.
 */
export async function revealTotpKey(services: Services, actor: Actor, userId: string): Promise<Revealed> {
  const settings = await services.settings();
  const { secretDisplay } = settings;
  if (secretDisplay === 'never') {
    throw new Problem(
      'forbidden',
      'Keys are never shown again: the setting secretDisplay is "never". Replace the key instead.',
    );
  }
  return changeUser<Revealed>(services, { userId, actor }, async (user) => {
    const found = keyToReveal(user);
    // Nothing is shown, so nothing is written: "*Key does not exist*".
    if (!found) return { answer: { exists: false } };
    if (found.status === 'ACTIVE' && secretDisplay !== 'privileged') {
      throw notAllowed(
        'The key is active, and the setting secretDisplay shows only pending keys. Replace the key instead.',
      );
    }
    const { pending } = user.state;
    return {
      state: pending ? { ...user.state, pending: { ...pending, shown: true } } : user.state,
      event: { type: 'key.revealed', details: { token: found.token.tokenId, status: found.status } },
      answer: {
        exists: true,
        status: found.status,
        backupCodesRemaining: user.state.codes?.remaining ?? 0,
        ...(await provision(services, user, found.token, settings.issuer)),
      },
    };
  });
}

function keyToReveal({ state, tokens }: User) {
  if (state.pending) return { status: 'PENDING' as const, token: state.pending };
  const active = tokens.find(({ type, tokenId }) => type === totp.type && state.tokens[tokenId]);
  return active && { status: 'ACTIVE' as const, token: active };
}

/** 3.14: a new set of backup codes, shown once; the old set dies with the same write. */
export async function recreateBackupCodes(
  services: Services,
  actor: Actor,
  userId: string,
): Promise<string[]> {
  const settings = await services.settings();
  return changeUser<string[]>(services, { userId, actor }, ({ state }, now) =>
    newBackupCodes(services, state, settings.backupCodeCount, now),
  );
}
