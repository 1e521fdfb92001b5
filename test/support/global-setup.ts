import type { TestProject } from 'vitest/node';
import { bundleFunctions } from '../../build/bundle.ts';
import { buildWeb } from '../../build/web.ts';
import { functions } from '../../functions/index.ts';
import { freePort } from '../../local/http.ts';
import { startDatabaseProcess } from '../../local/java.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseEndpoint: string;
  }
}

/**
 * Once for the whole run: what is deployed, built, and one DynamoDB Local in memory, in which every test file makes
 * a table of its own.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const port = await freePort();
  const [java] = await Promise.all([
    startDatabaseProcess({ port, folder: undefined, corsOrigin: 'http://127.0.0.1', heapMegabytes: 1024 }),
    bundleFunctions(functions.map(({ name }) => name)),
    buildWeb(),
  ]);
  provide('databaseEndpoint', `http://127.0.0.1:${port}`);
  return java.stop;
}
