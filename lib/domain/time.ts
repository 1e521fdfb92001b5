/** Seconds since 1970-01-01T00:00:00Z. Every `…At` in the domain is one. */
export type EpochSeconds = number;

export const iso = (at: EpochSeconds): string => new Date(at * 1000).toISOString();

export const isoOrNull = (at: EpochSeconds | undefined): string | null => (at === undefined ? null : iso(at));

export const secondsPerDay = 86_400;
