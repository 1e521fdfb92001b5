import type { Provider } from '../domain/providers.ts';
import type { Purpose } from '../domain/session-state.ts';

/** One question to a provider. The same attempt asks under the same id, however often it is sent. */
export interface ProviderQuestion {
  readonly id: string;
  /** `challenge`: let the provider reach the user; `verify`: check a code. */
  readonly action: 'challenge' | 'verify';
  readonly userId: string;
  /** The user's account at the provider. */
  readonly account: string;
  readonly code?: string;
  readonly purpose?: Purpose;
  /** What is to be approved (2.14). */
  readonly details?: string;
  readonly verificationId?: string;
}

/** `unavailable`: no answer, or none that can be trusted. It says nothing about the code. */
export type ProviderAnswer = 'accepted' | 'refused' | 'unavailable';

/** How providers are reached. */
export interface Delegation {
  /** Never throws: any fault on the way is `unavailable`. */
  readonly ask: (provider: Provider, secret: Buffer, question: ProviderQuestion) => Promise<ProviderAnswer>;
  /** Whether providers may run on this very machine: only when the service itself does. */
  readonly loopback: boolean;
}
