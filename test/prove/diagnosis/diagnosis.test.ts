import { afterAll, beforeAll, expect, test } from 'vitest';
import { Clinic, type Compared, compareAll, isLie, naive } from './compare.ts';

/** Others the day after; `npm run prove diagnosis` asks 10,000. */
const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const count = 300;

let clinic: Clinic;
beforeAll(async () => {
  clinic = await Clinic.open();
});
afterAll(() => clinic.close());

test(`G23 who is said to be able to sign in can, and who is not cannot (seed ${seed})`, async () => {
  const all: Compared[] = [];
  for await (const compared of compareAll(clinic, { seed, count })) all.push(compared);
  expect(all.filter(isLie).map((lie) => JSON.stringify(lie))).toEqual([]);
  // Both happen often, and somebody who knew less would be wrong.
  const can = all.filter(({ signedIn }) => signedIn).length;
  expect(can).toBeGreaterThan(count / 10);
  expect(can).toBeLessThan(count - count / 10);
  expect(all.filter((one) => naive(one) !== one.signedIn).length).toBeGreaterThan(0);
});
