import type { TokenParameters } from '../domain/user-state.ts';

/** The allowed parameters of a key: what authenticator apps and devices support (RFC 6238 section 1.2). */
export const keyChoices = {
  algorithm: ['SHA1', 'SHA256', 'SHA512'],
  digits: [6, 8],
  periodSeconds: [30, 60],
} as const;

/** The choices for a key that the device brings. */
export interface KeyChoices {
  readonly algorithm: readonly TokenParameters['algorithm'][];
  readonly digits: readonly (typeof keyChoices.digits)[number][];
  /** None: the codes do not depend on the time. */
  readonly periodSeconds: readonly (typeof keyChoices.periodSeconds)[number][];
  /** Whether the codes depend on a counter, which may be given. */
  readonly counter: boolean;
}
