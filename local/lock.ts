import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, StartProblem } from './start-problem.ts';

/**
 * One runner per folder: two databases on one file would corrupt it. A lock left behind by a killed runner is taken
 * over.
 *
 * @returns releases the lock
 */
export function takeLock(folder: string): () => void {
  const file = join(folder, 'lock');
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder)) {
      throw new StartProblem(
        `Countersign is already running with the data in ${folder} (process ${holder}).\n` +
          'Stop that one, or use another folder: COUNTERSIGN_DATA=<folder> PORT=<port> npm start\n' +
          `If process ${holder} is something else, delete ${file}.`,
      );
    }
    rmSync(file, { force: true });
  }
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
