import { createHash } from 'node:crypto';
import { keyedHash } from '../../crypto/sealing.ts';
import { classOf } from '../../domain/classes.ts';
import { isVerifiedOtherwise } from '../../domain/offered-factors.ts';
import type { Policy } from '../../domain/policy.ts';
import { isRemembered } from '../../domain/remembered.ts';
import type { Purpose } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';

/** How long the class lets a remembered device replace the factor for this purpose; 0 = not at all. */
export function rememberedSeconds({ profile }: User, policy: Policy, purpose: Purpose): number {
  const policyOfClass = classOf(profile.class, policy.classes);
  if (isVerifiedOtherwise(policyOfClass, purpose)) return 0;
  return policyOfClass.factors[purpose].device === undefined ? 0 : policy.settings.recentVerificationSeconds;
}

const short = (hash: Buffer): string => hash.subarray(0, 12).toString('base64url');

/** The device's token has 256 random bits, so a bare hash is safe. */
export const hashOfDevice = (deviceToken: string): string =>
  short(createHash('sha256').update(deviceToken).digest());

/** There are few enough addresses to try them all, so the hash is keyed. */
export async function hashOfAddress(
  { keyring }: Pick<Services, 'keyring'>,
  userId: string,
  ip: string,
): Promise<string> {
  return short(keyedHash(await keyring.current(), ['address', userId, ip.toLowerCase()]));
}

/** Derived from the verification, so that a retry after a lost reply gets the same token. */
export async function newDeviceToken(
  { keyring }: Pick<Services, 'keyring'>,
  userId: string,
  sessionId: string,
): Promise<string> {
  return keyedHash(await keyring.current(), ['device', userId, sessionId]).toString('base64url');
}

/** The origin of a start. */
export interface Origin {
  readonly clientIp?: string | undefined;
  readonly deviceToken?: string | undefined;
}

/** P.17: `device` for the holder of its token, `address` for the same person from the same address (3.19). */
export async function rememberedBy(
  keys: Pick<Services, 'keyring'>,
  { state }: User,
  { clientIp, deviceToken }: Origin,
  seconds: number,
  now: EpochSeconds,
): Promise<'device' | 'address' | undefined> {
  if (deviceToken && isRemembered(state, hashOfDevice(deviceToken), seconds, now)) return 'device';
  if (!clientIp || !state.remembered) return undefined;
  const address = await hashOfAddress(keys, state.userId, clientIp);
  return isRemembered(state, address, seconds, now) ? 'address' : undefined;
}
