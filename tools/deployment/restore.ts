import { setTimeout as sleep } from 'node:timers/promises';
import { NotDeployable } from '../../cdk/deployment.ts';
import type { Target } from './check.ts';

const pollMilliseconds = 15_000;

/**
 * Restores the table of a deployment beside it.
 *
 * @param told what is under way: a large table takes hours
 * @returns the name of the restored table
 * @throws NotDeployable
 */
export async function restore(
  { aws, stack, deployment: { name } }: Target,
  at: Date,
  told: (sentence: string) => void,
): Promise<string> {
  const source = stack?.outputs['TableName'];
  const secretsKeyArn = stack?.outputs['SecretsKeyArn'];
  if (!source || !secretsKeyArn) throw new NotDeployable(`There is no deployment ${name} in this region.`);
  const table = `${name}-Table-${at
    .toISOString()
    .replace(/\.\d+Z$|Z$/, '')
    .replaceAll(/[-:]/g, '')}`;
  if (await aws.keptTable(table)) throw new NotDeployable(`There is a table ${table} already.`);
  told(`Restoring ${source} as it was at ${at.toISOString()}, as ${table}. A large table takes hours.`);
  await aws.restoreTable(source, table, at);
  while (!(await aws.isTableReady(table))) await sleep(pollMilliseconds);
  await aws.prepareRestored(table, secretsKeyArn);
  return table;
}
