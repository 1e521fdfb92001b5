import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantedBugs } from './planted-bugs/index.ts';
import { Scratch } from './planted-bugs/scratch.ts';
import { isSpelled } from './planted-bugs/titles.ts';
import { whyNotCaught } from './planted-bugs/verdict.ts';

const read = (file: string): string => readFileSync(file, 'utf8');

test('G20 at least 30 faults are planted, no two the same', () => {
  expect(plantedBugs.length).toBeGreaterThanOrEqual(30);
  expect(new Set(plantedBugs.map(({ what }) => what)).size).toBe(plantedBugs.length);
  const plants = plantedBugs.map(({ file, find, replace }) => [file, find, replace].join('\0'));
  expect(new Set(plants).size).toBe(plantedBugs.length);
});

describe('G20 still fits the code, and its test is in the regular suite', () => {
  test.each(plantedBugs)('$what', ({ file, find, replace, caughtBy }) => {
    expect(read(file).split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
    expect(caughtBy.file).toMatch(/^test\/.+\.test\.ts$/);
    expect(isSpelled(read(caughtBy.file), caughtBy.test)).toBe(true);
  });
});

/** One a day, of those that are found without a database; `npm run prove bugs` plants all of them. */
const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const quick = plantedBugs.filter(({ caughtBy }) => caughtBy.file.startsWith('test/domain/'));
const today = quick[seed % quick.length];

describe(`G20 planted (seed ${seed})`, () => {
  let scratch: Scratch;
  beforeAll(() => {
    scratch = new Scratch();
  });
  afterAll(() => scratch.remove());

  test(`${today?.what}: the named test fails, which passes in this same suite`, async () => {
    if (!today) throw new Error('There is no such fault');
    const { file, test: title } = today.caughtBy;
    scratch.plant(today);
    expect(whyNotCaught(await scratch.run(file, [title]))).toBeUndefined();
  });
});

test('G20 a test that is not there, passes or falls over has caught nothing', () => {
  const output = 'No test files found';
  expect(whyNotCaught({ passed: 0, failures: [], output })).toContain(output);
  expect(whyNotCaught({ passed: 1, failures: [], output: '' })).toContain('passes');
  const failing = (failure: string) => whyNotCaught({ passed: 0, failures: [failure], output: '' });
  expect(failing('ReferenceError: totl is not defined')).toContain('falls over');
  expect(failing('TypeError: Cannot read properties of undefined')).toContain('falls over');
  expect(failing('AssertionError: expected 200 to be 401')).toBeUndefined();
  expect(failing('Error: Property failed after 3 tests')).toBeUndefined();
});
