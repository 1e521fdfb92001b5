/** How far the list looks ahead, in hours; 0: those overdue. */
export const windows = ['0', '24', '72', '168'] as const;

export type Window = (typeof windows)[number];

/** The address may say anything. */
export const windowOf = (said: string | null): Window => windows.find((window) => window === said) ?? '24';

interface Counts {
  readonly overdue: number;
  readonly forecast: { readonly in24Hours: number; readonly in3Days: number; readonly in7Days: number };
}

/** How many users each list has. */
export const countsOf = ({ overdue, forecast }: Counts): Record<Window, number> => ({
  '0': overdue,
  '24': forecast.in24Hours,
  '72': forecast.in3Days,
  '168': forecast.in7Days,
});
