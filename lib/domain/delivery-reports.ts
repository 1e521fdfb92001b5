import type { EpochSeconds } from './time.ts';

/** What a provider reports of a message that it had accepted, if it did not arrive. */
export const reportStatuses = [
  'delayed',
  'bounced',
  'complained',
  'rejected',
  'undelivered',
  'opted-out',
] as const;

export type ReportStatus = (typeof reportStatuses)[number];

/** The last report about a token's number or address. */
export interface LastDelivery {
  readonly status: ReportStatus;
  readonly at: EpochSeconds;
}

/** A message that is only late may still arrive. */
export const isFinal = (status: ReportStatus): boolean => status !== 'delayed';

interface Reported {
  readonly lastDelivery?: LastDelivery;
  readonly updatedAt: EpochSeconds;
}

/**
 * The report that still says something about a token: neither was its number or address changed since, nor has a code
 * been used, which must have arrived.
 *
 * @param lastUsedAt when a code of the token was last accepted
 */
export const troubleOf = (
  { lastDelivery, updatedAt }: Reported,
  lastUsedAt: EpochSeconds = 0,
): LastDelivery | undefined =>
  lastDelivery && lastDelivery.at >= Math.max(updatedAt, lastUsedAt) ? lastDelivery : undefined;
