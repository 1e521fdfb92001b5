/** A small fault as it could slip into the real code, and the test of the regular suite that must notice it. */
export interface PlantedBug {
  readonly what: string;
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The title as the test file spells it; what it fills in stands for anything. */
  readonly caughtBy: { readonly file: string; readonly test: string };
}
