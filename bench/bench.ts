import { parseArgs } from 'node:util';
import type { Measured } from './groups/group.ts';
import { groups } from './groups/index.ts';
import { printed, verdictOf } from './report/printed.ts';
import { writeReport } from './report/write.ts';
import { runGroup } from './run-group.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const chosen = positionals.length === 0 ? groups : groups.filter(({ name }) => positionals.includes(name));

if (values.list || chosen.length < positionals.length || chosen.length === 0) {
  for (const { name, what } of groups) console.log(`${name.padEnd(12)} ${what}`);
  process.exit(values.list ? 0 : 1);
}

// In order, so that what a group has started ends with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

// Metrics that functions put on standard output are not ours to show.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = ((chunk: string, ...rest: never[]) =>
  String(chunk).startsWith('{"_aws"') || write(chunk, ...rest)) as typeof process.stdout.write;

const from = performance.now();
const measured = new Map<string, Measured>();
for (const group of chosen) measured.set(group.name, await runGroup(group, values.quick));
const seconds = Math.round((performance.now() - from) / 1_000);

const rows = [...measured.values()].flatMap((group) => group.rows ?? []);
const tables = [...measured.values()].flatMap((group) => group.tables ?? []);
console.log(printed(rows, tables));
const whole = chosen.length === groups.length && !values.quick;
writeReport({ measured, seconds, quick: values.quick, whole });
const missed = rows.filter((row) => verdictOf(row) === 'misses');
console.log(`${rows.length - missed.length} of ${rows.length} hold, after ${seconds} s`);
process.exit(missed.length === 0 ? 0 : 1);
