import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { openDataFolder } from '../../local/data-folder.ts';
import { isAlive } from '../../local/lock.ts';
import type { Parts } from '../../local/parts.ts';
import { startRunner } from '../../local/runner.ts';
import { StartProblem } from '../../local/start-problem.ts';
import { fixtureParts, temporaryFolder } from './fixture.ts';

const start = (dataFolder: string, options = {}, parts = fixtureParts) =>
  startRunner({ dataFolder, quiet: true, ...options }, parts);
const problem = (starting: Promise<unknown>) =>
  starting.then(
    () => expect.fail('it started'),
    (error: Error) => {
      expect(error).toBeInstanceOf(StartProblem);
      return error.message;
    },
  );

/** As when the runner stopped before the stream was read. */
const withoutStream: Parts = {
  ...fixtureParts,
  functions: async () =>
    (await fixtureParts.functions()).map(({ name, routes, needs }) => ({ name, routes, needs })),
};

test('a second start finds the data, the clock and the unread stream of the first', {
  timeout: 60_000,
}, async () => {
  using folder = temporaryFolder();
  const first = await start(folder.path, {}, withoutStream);
  await fetch(`${first.origin}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":60}' });
  await fetch(`${first.origin}/v1/open?mode=write&id=unread`);
  expect(await problem(start(folder.path))).toContain('already running');
  await first.stop();
  expect(isAlive(first.database.pid ?? 0)).toBe(false);
  expect(statSync(join(folder.path, 'secrets.json')).mode & 0o077).toBe(0);

  const second = await start(folder.path);
  expect(second.clockOffsetSeconds).toBe(60);
  await second.settled();
  expect(await second.inbox('unread@example.com')).toHaveLength(1);
  await second.stop();
});

test('after kill -9 no database is left; the next start takes over', { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const script = fileURLToPath(new URL('crashing-runner.ts', import.meta.url));
  const runner = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(runner.stdout, 'data')) as [Buffer];
  const { origin, database } = JSON.parse(line.toString()) as { origin: string; database: number };
  const body = JSON.stringify({ userId: 'ada' });
  const answer = await fetch(`${origin}/_local/access-token`, { method: 'POST', body });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  await fetch(`${origin}/v1/open?mode=write&id=before`);
  const before = Date.now();
  runner.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(database)).toBe(false), { timeout: 10_000, interval: 50 });
  expect(Date.now() - before).toBeLessThan(10_000);

  const next = await start(folder.path, { port: Number(new URL(origin).port) });
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await fetch(`${next.origin}/v1/me`, { headers })).status).toBe(200);
  await next.settled();
  const { deadLetters } = (await (await fetch(`${next.origin}/_local/health`)).json()) as { deadLetters: [] };
  expect(deadLetters).toEqual([]);
  await next.stop();
});

test('starting fresh forgets the data, and only that', () => {
  using folder = temporaryFolder();
  const first = openDataFolder(folder.path, false);
  first.write('clock.json', { offsetSeconds: 60 });
  first.release();
  writeFileSync(join(folder.path, 'note.txt'), 'precious');
  const second = openDataFolder(folder.path, true);
  expect(second.read('clock.json')).toBeUndefined();
  expect(existsSync(join(folder.path, 'note.txt'))).toBe(true);
  second.release();
});
