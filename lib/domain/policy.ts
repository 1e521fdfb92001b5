import type { ClassPolicy } from '../domain/classes.ts';
import type { StoredProvider } from '../domain/providers.ts';
import type { Settings } from '../domain/settings.ts';
import type { EpochSeconds } from './time.ts';

/** An administrator's decisions about a type of token (2.01, 2.04, 2.13). */
export interface TokenTypePolicy {
  readonly type: string;
  readonly name: string;
  readonly operatorCanEnroll: boolean;
  /** Its tokens are out of date: refused, and to be replaced. */
  readonly obsolete: boolean;
  /** When that last changed: the status of its tokens changed then. */
  readonly obsoleteChangedAt?: EpochSeconds;
}

/** Everything that administrators decide while the service runs. */
export interface Policy {
  readonly settings: Settings;
  /** Decisions that differ from the defaults of the types. */
  readonly tokenTypes: Readonly<Record<string, Partial<TokenTypePolicy>>>;
  /** By name. */
  readonly classes: Readonly<Record<string, ClassPolicy>>;
  /** By name. */
  readonly providers: Readonly<Record<string, StoredProvider>>;
}
