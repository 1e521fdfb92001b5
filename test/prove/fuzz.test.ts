import { expect, test } from 'vitest';
import { document, fuzzRound, nothingYet } from './fuzz/fuzz.ts';
import { unseenFaults } from './fuzz/planted.ts';

/** Others the day after; `npm run prove fuzz` asks 200,000. */
const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));

test(`G7 whatever is asked, the answer is one that the OpenAPI document declares (seed ${seed})`, async () => {
  const fuzzed = nothingYet();
  await fuzzRound(fuzzed, { seed, count: 320 });
  expect(fuzzed.findings).toEqual([]);
  expect(fuzzed.requests).toBe(320);
  expect(fuzzed.seen.size).toBeGreaterThan(100);
  const { planted, unseen } = unseenFaults(document, [...fuzzed.seen.values()].slice(0, 20));
  expect(planted).toBeGreaterThan(100);
  expect(unseen).toEqual([]);
});
