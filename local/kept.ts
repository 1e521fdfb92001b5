import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { KeeperReport } from './keeper.ts';

export interface KeptProcess {
  readonly pid: number;
  /** Settles with the process's last output when it ends. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a program under a keeper, so that it ends with this process however this one ends.
 *
 * @throws Error with the program's last output when it cannot be started
 */
export async function startKept({ command, args, folder, environment }: Program): Promise<KeptProcess> {
  const keeper = spawn(
    process.execPath,
    [fileURLToPath(new URL('keeper.ts', import.meta.url)), command, ...args],
    {
      cwd: folder,
      env: { ...process.env, ...environment },
      // Ctrl-C reaches the whole terminal group; the kept program is stopped in its turn instead.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  let started: (pid: number) => void = () => {};
  const pid = new Promise<number>((resolve) => {
    started = resolve;
  });
  const ended = new Promise<string>((resolve) => {
    createInterface(keeper.stdout).on('line', (line) => {
      const report = JSON.parse(line) as KeeperReport;
      if (report.pid !== undefined) started(report.pid);
      if (report.ended !== undefined) resolve(report.ended);
    });
    keeper.once('exit', () => resolve('its keeper was killed'));
    keeper.once('error', (error) => resolve(error.message));
  });
  const running = await Promise.race([pid, ended]);
  if (typeof running === 'string') throw new Error(running);
  return {
    pid: running,
    ended,
    async stop() {
      if (keeper.exitCode !== null || keeper.signalCode !== null) return;
      const exited = once(keeper, 'exit');
      keeper.stdin.end();
      await exited;
    },
  };
}
