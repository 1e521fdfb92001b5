import type { TestProject } from 'vitest/node';
import { bundleFunctions } from '../../../build/bundle.ts';
import { buildWeb } from '../../../build/web.ts';
import { functions } from '../../../functions/index.ts';

/** What a planted fault is looked for with: the database of whoever plants it, and what is deployed where that runs. */
export default async function setup({ provide }: TestProject): Promise<void> {
  provide('databaseEndpoint', process.env['COUNTERSIGN_DATABASE'] ?? '');
  if (process.env['COUNTERSIGN_BUILD'] !== 'yes') return;
  await Promise.all([bundleFunctions(functions.map(({ name }) => name)), buildWeb()]);
}
