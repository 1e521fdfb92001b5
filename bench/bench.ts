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

// Hides the metrics that functions write to standard output.
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
const rowsThat = (verdict: ReturnType<typeof verdictOf>): number =>
  rows.filter((row) => verdictOf(row) === verdict).length;
const notRun = rowsThat('not run') === 0 ? '' : `, ${rowsThat('not run')} not run`;
console.log(`${rowsThat('holds')} of ${rows.length} hold${notRun}, after ${seconds} s`);
process.exit(rowsThat('misses') === 0 ? 0 : 1);
