import type { Actor } from '../../domain/authorization.ts';
import { deadline, disableAccount, resetEnrollment, stageOf } from '../../domain/enrollment.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { Write } from '../../store/client.ts';
import { tokenRemoval } from '../../store/device-moves.ts';
import { writes } from '../../store/users.ts';
import { changeUser } from '../gate/change-user.ts';
import { because } from '../gate/new-event.ts';
import { notAllowed } from '../gate/refusals.ts';

interface AccountOrder {
  readonly userId: string;
  readonly reason?: string | undefined;
}

export interface Reset {
  readonly tokensRemoved: number;
  readonly backupCodesRemoved: number;
  /** `undefined` = never. */
  readonly enrollmentExpiresAt?: EpochSeconds;
}

/**
 * 0.13, 1.12: removes the authenticators and backup codes and starts a new period; leaves `enabled` unchanged (0.14).
 */
export async function reset(
  services: Services,
  actor: Actor,
  { userId, reason }: AccountOrder,
): Promise<Reset> {
  const settings = await services.settings();
  return changeUser<Reset>(services, { userId, actor }, (user, now) => {
    const state = resetEnrollment(user.state, now);
    const answer = resetAnswer(user, state.required ? deadline(state, settings) : undefined);
    const { tokensRemoved: tokens, backupCodesRemoved: backupCodes } = answer;
    return {
      state,
      event: {
        type: 'enrollment.reset',
        ...because(reason),
        details: { identityVerified: true, tokens, backupCodes },
      },
      along: removeFactors(services, user),
      answer,
    };
  });
}

function resetAnswer({ state }: User, enrollmentExpiresAt: EpochSeconds | undefined): Reset {
  return {
    tokensRemoved: Object.keys(state.tokens).length,
    backupCodesRemoved: state.codes?.remaining ?? 0,
    ...(enrollmentExpiresAt === undefined ? {} : { enrollmentExpiresAt }),
  };
}

function removeFactors({ table }: Services, user: User): Write[] {
  const { state, tokens, codes } = user;
  return [
    ...tokens.flatMap(({ tokenId }) => tokenRemoval(table, user, tokenId)),
    ...(codes ? [writes.removeCodes(table, state.userId)] : []),
  ];
}

export interface Warning {
  readonly code: 'enrollment-expired';
  readonly detail: string;
}

/**
 * 0.14: a separate action. Warns of 0.15's trap: while the enrollment is expired the next attempt disables the
 * account again.
 */
export async function enable(
  services: Services,
  actor: Actor,
  { userId, reason }: AccountOrder,
): Promise<Warning[]> {
  const settings = await services.settings();
  return changeUser<Warning[]>(services, { userId, actor }, ({ state }, now) => {
    const expired = stageOf(state, settings, now) === 'expired';
    const answer: Warning[] = expired
      ? [
          {
            code: 'enrollment-expired',
            detail:
              'The enrollment period has expired, so the next sign-in attempt disables the account again. Reset the enrollment first, or restore access in one step.',
          },
        ]
      : [];
    if (state.enabled) return { answer };
    return {
      state: { ...state, enabled: true, generation: state.generation + 1 },
      event: { type: 'account.enabled', ...because(reason), ...(expired ? { details: { expired } } : {}) },
      answer,
    };
  });
}

/** 0.16: from here on the account is refused whatever the code. */
export async function disable(
  services: Services,
  actor: Actor,
  { userId, reason }: AccountOrder,
): Promise<void> {
  return changeUser<void>(services, { userId, actor }, ({ state }) => {
    if (!state.enabled) return { answer: undefined };
    return {
      state: disableAccount(state),
      event: { type: 'account.disabled', ...because(reason) },
      answer: undefined,
    };
  });
}

export interface Restored extends Reset {
  readonly did: ('reset' | 'enable')[];
}

/**
 * N.03: in one write, what {@link enable} alone gets wrong: a new period if the old one is over, then enabled. A
 * valid enrollment is left alone.
 */
export async function restoreAccess(
  services: Services,
  actor: Actor,
  { userId, reason }: AccountOrder,
): Promise<Restored> {
  const settings = await services.settings();
  return changeUser<Restored>(services, { userId, actor }, (user, now) => {
    const { state } = user;
    const stage = stageOf(state, settings, now);
    const expired = stage === 'expired';
    if (!expired && state.enabled) {
      throw notAllowed(
        'The account is enabled and its enrollment has not expired. See the diagnosis for other causes.',
      );
    }
    const renewed = expired ? resetEnrollment(state, now) : { ...state, generation: state.generation + 1 };
    const did: Restored['did'] = [
      ...(expired ? (['reset'] as const) : []),
      ...(state.enabled ? [] : (['enable'] as const)),
    ];
    const ends = expired || stage === 'not-enrolled' ? deadline(renewed, settings) : undefined;
    const kept = expired ? {} : { tokensRemoved: 0, backupCodesRemoved: 0 };
    return {
      state: { ...renewed, enabled: true },
      event: {
        type: 'access.restored',
        ...because(reason),
        details: { identityVerified: true, did },
      },
      along: expired ? removeFactors(services, user) : [],
      answer: { did, ...resetAnswer(user, ends), ...kept },
    };
  });
}
