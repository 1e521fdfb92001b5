import type { Check } from '../measure/checks.ts';

/** One row of the table: a budget of docs/performance.md and what this run measured. */
export interface Row {
  readonly what: string;
  readonly checks: readonly Check[];
  /** How it was measured, or why it misses or was not run. */
  readonly note?: string;
  /** Set when what it needs is not available on this machine. It then has no checks. */
  readonly notRun?: true;
}

/** Figures without a budget: how something grows, what something costs. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

export interface Measured {
  readonly rows?: readonly Row[];
  readonly tables?: readonly Table[];
  /** For figures that are also shown elsewhere, by the mark on the page of costs and limits. */
  readonly shown?: Readonly<Record<string, Table>>;
}

export interface Stage {
  /** A short run: everything is measured, but not often enough to be quoted. */
  readonly quick: boolean;
  /** The endpoint of a DynamoDB Local in memory, started when the group first needs it. */
  readonly database: () => Promise<string>;
  readonly progress: (what: string) => void;
}

/** Rows that are measured together. */
export interface Group {
  readonly name: string;
  readonly what: string;
  readonly run: (stage: Stage) => Promise<Measured>;
}
