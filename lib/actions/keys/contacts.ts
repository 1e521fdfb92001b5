import { hashOfDestination } from '../../crypto/destination.ts';
import { keyIdOf, open, seal } from '../../crypto/sealing.ts';
import { classOf, mailAllowed } from '../../domain/classes.ts';
import { maskAccount, maskEmail } from '../../domain/masking.ts';
import type { Policy } from '../../domain/policy.ts';
import { invalidFields, type Problem } from '../../domain/problems.ts';
import type { ContactDevice, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';

/** Where codes are sent, or the user's account at the provider that verifies them. */
export interface Contact {
  readonly kind: 'phone' | 'email' | 'account';
  readonly address: string;
  readonly masked: string;
  /** For a number: its country (ISO 3166). */
  readonly area?: string;
}

export const emailContact = (address: string): Contact => ({
  kind: 'email',
  address,
  masked: maskEmail(address),
});

export const accountContact = (account: string): Contact => ({
  kind: 'account',
  address: account,
  masked: maskAccount(account),
});

/** 3.03. */
export const outsideDomain = (): Problem =>
  invalidFields([{ path: 'email', message: "must be in the domain that the user's class allows" }]);

/** 3.03: whether the user's class allows sending to this address; numbers have their own rules. */
export const addressAllowed = (
  { profile }: Pick<User, 'profile'>,
  { kind, address }: Pick<Contact, 'kind' | 'address'>,
  { classes }: Pick<Policy, 'classes'>,
): boolean => kind !== 'email' || mailAllowed(classOf(profile.class, classes), address);

/**
 * Refuses an address outside the domain of the user's class when it is entered, not only when something is sent.
 *
 * @throws Problem `invalid-request`
 */
export function assertAddressAllowed(...given: Parameters<typeof addressAllowed>): void {
  if (!addressAllowed(...given)) throw outsideDomain();
}

const belonging = (userId: string, tokenId: string) =>
  ({ purpose: 'device', userId, subjectId: tokenId }) as const;

/** Seals a number or address for exactly this user and token. */
export async function sealContact(
  { keyring, random }: Services,
  userId: string,
  tokenId: string,
  { kind, address, masked, area }: Contact,
): Promise<ContactDevice> {
  const sealed = seal(Buffer.from(address), belonging(userId, tokenId), await keyring.current(), random);
  return { kind, masked, sealed, ...(area === undefined ? {} : { area }) };
}

export async function openContact(
  { keyring }: Services,
  userId: string,
  tokenId: string,
  { sealed }: ContactDevice,
): Promise<string> {
  const key = await keyring.byId(keyIdOf(sealed));
  return open(sealed, belonging(userId, tokenId), key).toString();
}

/** What the caps count by: a hash of the address, and its country or domain. */
export async function capsKeys(
  { keyring }: Services,
  device: ContactDevice,
  address: string,
): Promise<{ readonly hash: string; readonly area: string }> {
  const hash = await hashOfDestination(keyring, address);
  return { hash, area: device.area ?? address.toLowerCase().split('@')[1] ?? '' };
}
