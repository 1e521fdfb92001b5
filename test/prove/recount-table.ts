import { parseArgs } from 'node:util';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { invariants, recount } from './recount/recount.ts';
import type { RawItem } from './recount/values.ts';

const usage = `npm run recount -- --table <name>

  Reads a whole table of a deployment and checks its invariants by itself, with nothing of the code that wrote it. Reading
  costs half a read unit for each 4 KB. Nobody should be signing in meanwhile: what changes while it is read looks wrong.`;

const { values } = parseArgs({
  options: { table: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help || !values.table) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 1;
} else {
  const items: RawItem[] = [];
  const client = new DynamoDBClient({});
  for await (const { Items = [] } of paginateScan({ client }, { TableName: values.table }))
    items.push(...Items);
  const findings = recount({ items });
  for (const { invariant, where, what } of findings) console.log(`${invariant} ${where}: ${what}`);
  console.log(
    findings.length === 0
      ? `${items.length} items: all of ${invariants[0]} to ${invariants.at(-1)} hold.`
      : `${findings.length} findings in ${items.length} items.`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
}
