/** One call as its caller saw it. */
export interface Called<I, O> {
  readonly input: I;
  /** Absent where no answer came: it may have been carried out or not. */
  readonly output?: O;
  /** When it was called, and when it was over, answered or not: places in one order of all calls and answers. */
  readonly from: number;
  readonly to: number;
}

/** What the thing would be if its calls came one after the other. */
export interface Model<S, I, O> {
  readonly initial: S;
  /** More than one where the outcome is not determined. */
  readonly step: (state: S, input: I) => readonly { readonly state: S; readonly output: O }[];
  /** The same for equal states. */
  readonly key: (state: S) => string;
  readonly agrees: (expected: O, seen: O) => boolean;
  /** Whether what was answered says that nothing was changed, however things stood. */
  readonly onlyTells: (input: I, seen: O) => boolean;
}

export interface Verdict {
  /** `undecided`: given up after so many states. */
  readonly outcome: 'linearizable' | 'not linearizable' | 'undecided';
  readonly explored: number;
  /** Answered calls in the longest order that was found. */
  readonly longest: number;
}

const mostExplored = 250_000;

/**
 * Whether there is an order of the calls, each at some moment between call and answer, in which the model gives every
 * answer that was seen: the search of Wing and Gong, which remembers the sets of calls and states that lead nowhere
 * (Lowe).
 */
export function linearize<S, I, O>(model: Model<S, I, O>, calls: readonly Called<I, O>[]): Verdict {
  // Answered ones first, by their answers: mostly that is the order.
  const order = calls.toSorted((a, b) => a.to - b.to || a.from - b.from);
  const answered = order.filter(({ output }) => output !== undefined).length;
  const done = order.map(() => false);
  const seen = new Set<string>();
  // States are long and few: each is kept once.
  const states = new Map<string, number>();
  const numberOf = (key: string): number => {
    if (!states.has(key)) states.set(key, states.size);
    return states.get(key) ?? 0;
  };
  let longest = 0;

  const search = (state: S, placed: bigint, count: number, latest: number): boolean => {
    longest = Math.max(longest, count);
    if (count === answered) return true;
    const now = model.key(state);
    const key = `${placed.toString(36)} ${numberOf(now)}`;
    if (seen.has(key) || seen.size >= mostExplored) return false;
    seen.add(key);
    const put = (place: number, next: S): boolean => {
      done[place] = true;
      const more = order[place]?.output === undefined ? 0 : 1;
      const begun = Math.max(latest, order[place]?.from ?? 0);
      const found = search(next, placed | (1n << BigInt(place)), count + more, begun);
      done[place] = false;
      return found;
    };
    const soonest = order.find(({ output }, place) => !done[place] && output !== undefined)?.to ?? 0;
    const possible: (readonly [place: number, next: S])[] = [];
    for (const [place, { input, output, from, to }] of order.entries()) {
      if (done[place] || from > soonest || to < latest) continue;
      for (const next of model.step(state, input)) {
        const changes = model.key(next.state) !== now;
        const fits = output === undefined ? changes : model.agrees(next.output, output);
        // What never changes anything and fits here may as well stand here: no other place has to be tried.
        if (fits && !changes && output !== undefined && model.onlyTells(input, output)) {
          return put(place, state);
        }
        if (fits) possible.push([place, next.state]);
      }
    }
    return possible.some(([place, next]) => put(place, next));
  };

  const found = search(model.initial, 0n, 0, 0);
  const outcome = found ? 'linearizable' : seen.size >= mostExplored ? 'undecided' : 'not linearizable';
  return { outcome, explored: seen.size, longest };
}
