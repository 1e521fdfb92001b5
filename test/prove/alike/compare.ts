import type { Answer } from '../../support/api.ts';
import type { World } from '../../support/world.ts';
import type { Alike, Repeatable } from './classes.ts';

/** An answer but for the id of its request. */
export function wordsOf({ status, headers, body: { instance: _, ...body } }: Answer): string {
  return JSON.stringify({ status, headers, body });
}

/** Each case made ready, one after the other: a clock that one of them moves moves for all of them. */
export async function prepared(world: World, { cases }: Alike): Promise<Map<string, Repeatable>> {
  const made = new Map<string, Repeatable>();
  for (const [name, make] of Object.entries(cases)) made.set(name, await make(world));
  return made;
}

export interface Compared {
  /** Between the case and the first one, in milliseconds. */
  readonly medianDifference: number;
  /** Welch's: how many standard errors the means are apart. */
  readonly t: number;
}

/** Asks all in turn, in another order every time, and measures each answer. */
export async function measure(
  asked: readonly Repeatable[],
  samples: number,
  draw: (below: number) => number,
): Promise<number[][]> {
  const times: number[][] = asked.map(() => []);
  for (let sample = 0; sample < samples; sample++) {
    const first = draw(asked.length);
    for (let i = 0; i < asked.length; i++) {
      const which = (first + i) % asked.length;
      const { ask, reset } = asked[which] as Repeatable;
      await reset?.();
      const from = performance.now();
      await ask();
      times[which]?.push(performance.now() - from);
    }
  }
  return times;
}

export function compare(one: readonly number[], other: readonly number[]): Compared {
  const [a, b] = [statistics(one), statistics(other)];
  const error = Math.sqrt(a.variance / one.length + b.variance / other.length);
  return { medianDifference: b.median - a.median, t: (b.mean - a.mean) / error };
}

function statistics(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const median = values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? 0;
  return { mean, variance, median };
}
