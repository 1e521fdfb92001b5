import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type KeptProcess, type Program, startKept } from '../../local/kept.ts';
import { NotInstalled } from './not-installed.ts';

const execute = promisify(execFile);

const limits = { runMilliseconds: 300_000, startMilliseconds: 300_000, pauseMilliseconds: 100 };

/** Runs a program to its end. @returns its output @throws with its error output */
export async function run({ command, args, folder, environment }: Program): Promise<string> {
  const { stdout } = await execute(command, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    timeout: limits.runMilliseconds,
    maxBuffer: 64 * 2 ** 20,
  });
  return stdout.trim();
}

/**
 * Fills a folder once, and starts over if an earlier attempt was interrupted. @param missing the sentence that is
 * shown when it cannot be filled @throws NotInstalled
 */
export async function installed(
  folder: string,
  missing: string,
  fill: () => Promise<unknown>,
): Promise<void> {
  const mark = join(folder, 'installed');
  if (existsSync(mark)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await fill();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    throw new NotInstalled(missing);
  }
  writeFileSync(mark, '');
}

/** Starts a server and waits until it is ready. @throws with its last output when it ends before */
export async function startServer(
  program: Program,
  isReady: () => Promise<boolean>,
): Promise<Pick<KeptProcess, 'stop'>> {
  const server = await startKept(program);
  let words: string | undefined;
  server.ended.then((last) => {
    words = last;
  });
  const giveUpAt = performance.now() + limits.startMilliseconds;
  while (!(await isReady().catch(() => false))) {
    if (words === undefined && performance.now() < giveUpAt) await sleep(limits.pauseMilliseconds);
    else {
      await server.stop();
      throw new Error(`${program.command} did not get ready: ${words ?? 'too slow'}`);
    }
  }
  return server;
}
