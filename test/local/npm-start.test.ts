import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from './fixture.ts';
import { NpmStart, runningProcesses } from './npm-start.ts';

const patience = { timeout: 20_000, interval: 50 };

async function leavesNothing(processes: Map<number, string>): Promise<void> {
  const left = () => runningProcesses().flatMap(({ pid, name }) => (processes.has(pid) ? [name] : []));
  await vi.waitFor(() => expect(left()).toEqual([]), patience);
}

/** What a supervisor, a terminal that closes, and an impatient person send to the only process they know. */
test.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  '%s to npm alone stops node and java in order',
  async (signal) => {
    using folder = temporaryFolder();
    const start = new NpmStart(['--no-demo'], { COUNTERSIGN_DATA: folder.path });
    await start.says('Countersign is ready');
    const processes = start.processes();
    expect([...processes.values()]).toContain('java');
    start.npm.kill(signal);
    await start.ended;
    await leavesNothing(processes);
    // Only an orderly stop gives the folder back.
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  },
);

test('Ctrl-C, which reaches the runner from the terminal and from npm, stops in order and is no failure', async () => {
  using folder = temporaryFolder();
  const start = new NpmStart(['--no-demo'], { COUNTERSIGN_DATA: folder.path });
  await start.says('Countersign is ready');
  const processes = start.processes();
  process.kill(-start.pid, 'SIGINT');
  expect(await start.ended).toEqual({ code: 0, signal: null });
  await leavesNothing(processes);
  expect(existsSync(join(folder.path, 'lock'))).toBe(false);
});

test.concurrent.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s to npm alone while it starts leaves nothing behind',
  async (signal) => {
    const start = new NpmStart(['--in-memory'], {});
    await start.says('Starting DynamoDB Local');
    await vi.waitFor(() => expect([...start.processes().values()]).toContain('java'), patience);
    const processes = start.processes();
    start.npm.kill(signal);
    expect(await start.ended).toEqual({ code: null, signal });
    await leavesNothing(processes);
    expect(start.output).not.toContain('npm error');
  },
);
