import type { Policy } from '../domain/policy.ts';
import type { Contacts, Mode, OfferTexts, TokenType, TypeAction } from './contract.ts';
import type { KeyChoices } from './key-choices.ts';
import { namedReplacementsOf, type Replacing } from './replacement.ts';

/** The input for enrolling a token of a type. */
export interface EnrollmentForm {
  /** One of these. */
  readonly contacts: Contacts;
  /** The contact may be omitted, and a provider may be named. */
  readonly provider: boolean;
  /** The serial number of a device from the pool. */
  readonly serial: boolean;
  /** Private questions with their answers. */
  readonly questions: boolean;
  /** The choices for a key that is entered; without one the service generates the key. Absent: it has no key. */
  readonly key?: KeyChoices;
}

/** What screens and applications need to know about a type: its forms, and what can be done with its tokens. */
export interface TypeDescription {
  readonly factor: TokenType['factor'];
  readonly mode: Mode;
  readonly actions: readonly TypeAction[];
  readonly enrollment: EnrollmentForm;
  /** Whether users may enroll it themselves. */
  readonly userCanEnroll: boolean;
  /** The types that a token of this one can become, with the number or address that it has (2.13). */
  readonly replaceableBy: readonly Replacing[];
  readonly offer?: OfferTexts;
}

/** Rule 9: answers, and codes that a provider verifies, do not let users change their own second factor. */
export const isFreshFactor = ({ asks, provider }: Pick<TokenType, 'asks' | 'provider'>): boolean =>
  !asks && !provider;

export function describe(type: TokenType, policy: Pick<Policy, 'tokenTypes'>): TypeDescription {
  const { factor, mode, actions, contacts, key, offer } = type;
  const [provider, serial] = [type.provider !== undefined, type.fromPool ?? false];
  return {
    factor,
    mode,
    actions,
    enrollment: {
      contacts,
      provider,
      serial,
      questions: type.asks !== undefined,
      ...(key ? { key: key.choices } : {}),
    },
    userCanEnroll: !serial && !provider,
    replaceableBy: namedReplacementsOf(type, policy),
    ...(offer ? { offer } : {}),
  };
}
