/** What a part has measured. */
export interface Figure {
  /** How much was run, in words. */
  readonly size: string;
  readonly result: string;
  /** Whether that is what the goal asks for. */
  readonly held: boolean;
}

export interface Stage {
  /** The address of a DynamoDB Local that runs for this run only. */
  readonly endpoint: string;
  /** Asked for on the command line: a smaller or larger size than the full one. */
  readonly size: number | undefined;
  readonly progress: (done: number, of: number, what: string) => void;
}

/** One of the goals in docs/rules.md, at its full size. */
export interface Part {
  readonly name: string;
  readonly goal: string;
  readonly run: (stage: Stage) => Promise<Figure>;
}
