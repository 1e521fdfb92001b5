import { activateToken } from '../../domain/enrollment.ts';
import type { EventOf } from '../../domain/events.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { TokenRecord, TokenState, User, UserState } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { DeviceStatus, PooledDevice } from '../../store/hardware-tokens.ts';
import { hardware } from '../../token-types/hardware.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { notAllowed } from '../gate/refusals.ts';
import { openPoolSecret, sealSecret } from '../keys/secrets.ts';
import { enrollsAlone } from '../verification/factors.ts';

export const deviceNotFound = (): Problem =>
  new Problem('not-found', 'The pool has no device with this serial number. Import it first.');

export const deviceTaken = (status: DeviceStatus): Problem =>
  notAllowed(
    status === 'compromised'
      ? 'This device is marked as compromised and cannot be used again. Choose another one.'
      : 'This device is already assigned. Unassign it first, or choose another one.',
  );

export interface BoundDevice {
  readonly state: UserState;
  readonly event: EventOf;
  readonly record: TokenRecord;
  readonly tokenState: TokenState;
}

/** A device of the pool as a token of this user; its key is sealed again for exactly this user and token (rule 5). */
export async function bindDevice(
  services: Services,
  user: User,
  device: PooledDevice,
  { label, comment }: { readonly label?: string | undefined; readonly comment?: string | undefined },
  policy: Policy,
  now: EpochSeconds,
): Promise<BoundDevice> {
  const { state } = user;
  const { serial, parameters, lastUsedMovingFactor, startsAt = now, expiresAt } = device;
  if (expiresAt !== undefined && expiresAt <= now) {
    throw notAllowed('This device is past its expiry date. Choose another one.');
  }
  if (startsAt > now) throw notAllowed('This device must not be used before its start date.');
  const tokenId = services.random(9).toString('base64url');
  const key = await openPoolSecret(services, serial, device.secret);
  const record: TokenRecord = {
    kind: 'key',
    tokenId,
    type: hardware.type,
    parameters,
    secret: await sealSecret(services, state.userId, tokenId, key),
    label: label ?? tokenTypePolicy(policy, hardware.type).name,
    ...(comment === undefined ? {} : { comment }),
    serial,
    createdAt: now,
    updatedAt: now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  // Codes used by an earlier user stay used.
  const tokenState = {
    status: 'active',
    failures: 0,
    ...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }),
  } as const;
  return {
    record,
    tokenState,
    state: activateToken(state, tokenId, tokenState, now, enrollsAlone(user, record, policy)),
    event: { type: 'token.enrolled', details: { token: tokenId, type: hardware.type, serial } },
  };
}
