/** One number against its limit. The verdict is never written by hand: it follows from the two. */
export interface Check {
  /** What is counted, in the plural: "calls", "write units". */
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly bound: 'at most' | 'at least' | 'exactly';
}

type Make = (what: string, value: number, limit: number) => Check;

export const atMost: Make = (what, value, limit) => ({ what, value, limit, bound: 'at most' });
export const atLeast: Make = (what, value, limit) => ({ what, value, limit, bound: 'at least' });
export const exactly: Make = (what, value, limit) => ({ what, value, limit, bound: 'exactly' });

export function holds({ value, limit, bound }: Check): boolean {
  if (bound === 'exactly') return value === limit;
  // Not `!(value > limit)`: a value that could not be measured is NaN, which must fail.
  return bound === 'at most' ? value <= limit : value >= limit;
}

/** Up to four significant digits. */
export function written(value: number): string {
  const digits = Number.isInteger(value) ? 0 : Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value)) + 1));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 3) });
}
