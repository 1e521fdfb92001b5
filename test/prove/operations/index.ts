import { accounts } from './accounts.ts';
import { enrolling } from './enrolling.ts';
import type { Operation } from './operation.ts';
import { organisation } from './organisation.ts';
import { signIns } from './sign-ins.ts';
import { tokens } from './tokens.ts';

/** A worked example of every operation that changes something. */
export const operations: readonly Operation[] = [
  ...signIns,
  ...enrolling,
  ...accounts,
  ...tokens,
  ...organisation,
];

/** Methods that change nothing although they are not GET. */
export const readingOnly: readonly string[] = ['dryRunExpiry', 'getSettingsImpact'];
