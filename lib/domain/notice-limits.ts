import { config } from '../../infra.config.ts';

/** What a user has asked for and waits for; everything else that is sent is a notice. */
const awaited: readonly string[] = ['code', 'setup-link'];

/** Whether a message only tells a user of what has happened. */
export const isNotice = (template: string): boolean => !awaited.includes(template);

/** Why a notice is not sent: one that says the same was, or the user, the address or the deployment had its share. */
export type HeldBack = 'repeated' | 'capped';

/** Bounds of notices beside the first of each kind that a user gets in a day, which always goes. */
export const noticeLimits = {
  /** For so long a notice that says the same as one before is not sent again. */
  quietSeconds: 15 * 60,
  ...config.noticeCaps,
} as const;
