import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { atLeast, atMost, exactly } from '../../bench/measure/checks.ts';
import { interleaved, median } from '../../bench/measure/statistics.ts';
import { withTable } from '../../bench/report/markdown.ts';
import { cellsOf, verdictOf } from '../../bench/report/printed.ts';

const row = (...checks: Parameters<typeof verdictOf>[0]['checks'][number][]) => ({ what: 'It', checks });

test('performance: a row holds when every figure keeps its limit, and only then', () => {
  expect(verdictOf(row(atMost('calls', 2, 2), atLeast('× faster', 2, 2), exactly('KMS calls', 0, 0)))).toBe(
    'holds',
  );
  expect(verdictOf(row(atMost('calls', 2, 2), atMost('write units', 1.001, 1)))).toBe('misses');
  expect(verdictOf(row(atLeast('× faster', 1.99, 2)))).toBe('misses');
  expect(verdictOf(row(exactly('KMS calls', 1, 0)))).toBe('misses');
});

test('performance: what was not measured holds nothing', () => {
  expect(verdictOf(row())).toBe('misses');
  expect(verdictOf(row(atMost('calls', Number.NaN, 2)))).toBe('misses');
  expect(verdictOf(row(atLeast('× faster', Number.NaN, 2)))).toBe('misses');
});

test('performance: budget and figure stand side by side in the same words', () => {
  expect(cellsOf(row(atMost('read units', 0.5, 0.5), atLeast('× faster', 2.3456, 2)))).toEqual([
    'It',
    '≤ 0.5 read units, ≥ 2 × faster',
    '0.5 read units, 2.35 × faster',
    'holds',
    '',
  ]);
});

test('performance: contenders take turns, and nobody is always first', async () => {
  const order: string[] = [];
  await interleaved(2, [async () => order.push('a'), async () => order.push('b')]);
  expect(order).toEqual(['a', 'b', 'b', 'a']);
  expect(median([9, 1, 5])).toBe(5);
});

test('performance: a table replaces what stood between its marks, and nothing else', () => {
  const marked = (between: string) => `before\n<!-- bench:x -->${between}<!-- /bench:x -->\nafter\n`;
  expect(withTable(marked('\nold\n'), 'x', '| new |')).toBe(marked('\n| new |\n'));
  expect(() => withTable('no marks', 'x', '| new |')).toThrow();
});

test('performance: the usual stack is pinned, and its lock file names no place to download from', () => {
  const read = (file: string) =>
    readFileSync(new URL(`../../bench/usual-stack/${file}`, import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(read('package-lock.json')).not.toContain('"resolved"');
});
