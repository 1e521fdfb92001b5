import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixedCosts } from '../../bench/groups/cost.ts';
import { markdownTable } from '../../bench/report/markdown.ts';

const table = fixedCosts();
const [, ofQuick = '', ofFull = ''] = table.rows.at(-1) ?? [];

test('what a month costs before the first sign-in is counted in the templates as they are now', () => {
  expect(readFileSync('docs/cost-and-limits.md', 'utf8')).toContain(markdownTable(table));
});

test('the README names the sums, and that of a million sign-ins', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain(`${ofQuick} USD before the first sign-in (${ofFull} with a domain`);
  const page = readFileSync('docs/cost-and-limits.md', 'utf8');
  const [, million] = /Countersign, through the edge \| ([\d.]+) \|/.exec(page) ?? [];
  expect(readme).toContain(`a million\nsign-ins ${million} `);
});

test('the quick profile pays for no firewall', () => {
  const quick = Object.fromEntries(table.rows.map(([what, usd]) => [what, Number(usd)]));
  expect(quick).toMatchObject({ firewalls: 0, 'firewall rules': 0, keys: 2 });
});
