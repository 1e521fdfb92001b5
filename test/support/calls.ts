import type { World } from './world.ts';

/** What was called since, by name: each once, in order of the alphabet. */
export const callsMade = ({ calls }: World, since = 0): string[] =>
  [...new Set(calls.slice(since).map(({ name }) => name))].sort();
