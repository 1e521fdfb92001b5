import { freePort } from '../local/http.ts';
import { startDatabaseProcess } from '../local/java.ts';
import type { KeptProcess } from '../local/kept.ts';
import type { Group, Measured } from './groups/group.ts';

/** Runs a group with a database of its own. A group that ends early becomes a row that fails. */
export async function runGroup(group: Group, quick: boolean): Promise<Measured> {
  const from = performance.now();
  const progress = (what: string): void => {
    const seconds = Math.round((performance.now() - from) / 1_000);
    console.log(`${group.name} after ${seconds} s: ${what}`);
  };
  const databases: KeptProcess[] = [];
  const database = async (): Promise<string> => {
    const port = await freePort();
    const place = { port, folder: undefined, corsOrigin: 'http://127.0.0.1', heapMegabytes: 1_024 };
    databases.push(await startDatabaseProcess(place));
    return `http://127.0.0.1:${port}`;
  };
  console.log(`── ${group.name}: ${group.what}`);
  try {
    return await group.run({ quick, database, progress });
  } catch (error) {
    console.error(error);
    const check = { what: 'measured', value: 0, limit: 1, bound: 'exactly' } as const;
    const note = `ended with ${error instanceof Error ? error.name : 'an error'}`;
    return { rows: [{ what: group.what, checks: [check], note }] };
  } finally {
    for (const process of databases) await process.stop();
    progress('done');
  }
}
