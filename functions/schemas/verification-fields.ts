import * as z from 'zod/mini';

/** Fields that verifications and their assertions share. */

export const purpose = z.enum(['sign-in', 'approval', 'password-reset']);

/** 3.08: what the class specifies for a password reset. */
export const ResetOrder = z.object({
  deliverBy: z.enum(['S', 'C', 'E', 'N']),
  resetBy: z.literal([1, 2, 9]),
  changeWithinMinutes: z.number(),
});
