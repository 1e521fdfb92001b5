import { config } from '../../infra.config.ts';

/** Messages that a user requested and waits for; everything else that is sent is a notice. */
const awaited: readonly string[] = ['code', 'setup-link'];

/** Whether a message only informs a user about something that happened. */
export const isNotice = (template: string): boolean => !awaited.includes(template);

/**
 * Why a notice is not sent: it repeats an earlier one, or the user, the address or the deployment has reached its
 * cap.
 */
export type HeldBack = 'repeated' | 'capped';

/** Limits for further notices; the first of each kind that a user gets in a day is always sent. */
export const noticeLimits = {
  /** How long a notice that repeats an earlier one is not sent again. */
  quietSeconds: 15 * 60,
  ...config.noticeCaps,
} as const;
