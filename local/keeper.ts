/**
 * Holds another program's process for the runner, and ends it when the runner is gone: the runner's end of standard
 * input closes even on `kill -9`, which no exit handler sees. Started as `node keeper.ts <command> <arguments...>`;
 * reports on standard output, one JSON line each.
 */
import { spawn } from 'node:child_process';

export interface KeeperReport {
  readonly pid?: number;
  /** Why the process ended: its last output. */
  readonly ended?: string;
}

const tailCharacters = 2000;
const [command = '', ...args] = process.argv.slice(2);
// Some of the reasons why a program cannot start are thrown, not emitted.
process.on('uncaughtException', (error) => end(error.message));
const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
let tail = '';

for (const output of [child.stdout, child.stderr]) {
  output.on('data', (chunk: Buffer) => {
    tail = (tail + chunk).slice(-tailCharacters);
  });
}
child.on('spawn', () => report({ pid: child.pid ?? 0 }));
child.on('error', (error) => end(error.message));
child.on('close', (code) => end(tail || `exit code ${code}`));

// The runner may be gone already; nobody is left to report to.
process.stdout.on('error', () => {});
process.stdin.resume();
process.stdin.on('close', stop);
process.on('SIGTERM', stop);

function stop(): void {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), 1000).unref();
}

function report(line: KeeperReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function end(ended: string): void {
  report({ ended });
  process.exitCode = 0;
  process.stdin.destroy();
}
