import { expect, test } from 'vitest';
import { document, fuzzRound, nothingYet } from './fuzz/fuzz.ts';
import { unseenFaults } from './fuzz/planted.ts';

/** Others the day after; `npm run prove fuzz` asks 200,000. */
const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));

test(`G7 whatever is asked, the answer is one that the OpenAPI document declares (seed ${seed})`, async () => {
  const fuzzed = nothingYet();
  await fuzzRound(fuzzed, { seed, count: 200 });
  expect(fuzzed.findings).toEqual([]);
  expect(fuzzed.requests).toBe(200);
  expect(fuzzed.seen.size).toBeGreaterThan(80);
  const { planted, unseen } = unseenFaults(document, [...fuzzed.seen.values()].slice(0, 10));
  expect(planted).toBeGreaterThan(40);
  expect(unseen).toEqual([]);
});
