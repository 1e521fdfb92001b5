import type { TestProject } from 'vitest/node';
import { freePort } from '../../local/http.ts';
import { startDatabaseProcess } from '../../local/java.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseEndpoint: string;
  }
}

/** One DynamoDB Local for the whole run, in memory; every test file makes a table of its own in it. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const port = await freePort();
  const java = await startDatabaseProcess({ port, folder: undefined, corsOrigin: 'http://127.0.0.1' });
  provide('databaseEndpoint', `http://127.0.0.1:${port}`);
  return java.stop;
}
