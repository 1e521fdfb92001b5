import type { Replaced } from '../../api/token-types.ts';

/** How far a replacement has come. */
export interface Progress {
  readonly users: number;
  readonly tokens: number;
  readonly skipped: Replaced['skipped'];
  /** From 0 to 100. */
  readonly percent: number;
  readonly finished: boolean;
}

type Step = (
  cursor: string | undefined,
) => Promise<Pick<Replaced, 'users' | 'tokens' | 'skipped' | 'nextCursor'>>;

/**
 * Takes step after step until there are no more, and tells after each how far it has come.
 *
 * @param expected users that a dry run has counted; others may have come or gone since
 * @param stopped asked between two steps
 */
export async function replaceAll(
  step: Step,
  expected: number,
  tell: (progress: Progress) => void,
  stopped: () => boolean,
): Promise<void> {
  let cursor: string | undefined;
  let [users, tokens] = [0, 0];
  const skipped: Replaced['skipped'][number][] = [];
  do {
    const done = await step(cursor);
    users += done.users;
    tokens += done.tokens;
    skipped.push(...done.skipped);
    cursor = done.nextCursor;
    const share = (users + skipped.length) / Math.max(1, expected);
    // Full only when it is over, whatever was counted before.
    const percent = cursor === undefined ? 100 : Math.min(99, Math.floor(share * 100));
    tell({ users, tokens, skipped: [...skipped], percent, finished: cursor === undefined });
  } while (cursor !== undefined && !stopped());
}
