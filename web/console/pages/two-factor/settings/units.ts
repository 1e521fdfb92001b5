/** Units people think in, with their seconds; the largest first. */
export const units = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

export type Unit = (typeof units)[number][0];

export const secondsOf = (unit: Unit): number => units.find(([name]) => name === unit)?.[1] ?? 1;

/** The largest unit in which these seconds are a whole number. */
export const unitOf = (seconds: number): Unit =>
  units.find(([, length]) => seconds >= length && seconds % length === 0)?.[0] ?? 'seconds';

/** What was typed as a number, with a point or a comma; NaN for anything else. */
export const parseNumber = (typed: string): number =>
  /^\d{1,9}([.,]\d{1,6})?$/.test(typed.trim()) ? Number(typed.trim().replace(',', '.')) : Number.NaN;

/** `1.5` hours are 5400 seconds; what is no whole number of seconds stays broken. */
export function toSeconds(typed: string, unit: Unit): number {
  const exact = parseNumber(typed) * secondsOf(unit);
  const whole = Math.round(exact);
  // Decimal fractions are not exact in binary: 0.7 minutes are 42 seconds.
  return Math.abs(exact - whole) < 1e-6 ? whole : exact;
}
