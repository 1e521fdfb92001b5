import { test as base } from 'vitest';
import { World } from './world.ts';

/** The world of the test file that imports it. */
export let world: World;

async function started(onCleanup: (stop: () => Promise<void>) => void): Promise<World> {
  const own = await World.start();
  onCleanup(() => own.stop());
  world = own;
  return own;
}

/**
 * `test` of a file with one world: it starts before the file's first test and stops after the last. A hook that needs
 * it earlier asks for it: `test.beforeAll(async ({ world }) => …)`.
 */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures this one needs.
export const test = base.extend('world', { scope: 'file', auto: true }, ({}, { onCleanup }) =>
  started(onCleanup),
);

/** `test` of a file in which each test has a world of its own. */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures this one needs.
export const testInNewWorld = base.extend('world', { auto: true }, ({}, { onCleanup }) => started(onCleanup));
