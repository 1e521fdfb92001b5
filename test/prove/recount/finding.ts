export type Invariant = `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14}`;

/** What does not hold, of whom or what. */
export interface Finding {
  readonly invariant: Invariant;
  readonly where: string;
  readonly what: string;
}

export const found = (invariant: Invariant, where: string, what: string): Finding => ({
  invariant,
  where,
  what,
});
