import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../local/http.ts';
import { atMost } from '../measure/checks.ts';
import { median } from '../measure/statistics.ts';
import type { Group } from './group.ts';

export const restart: Group = {
  name: 'restart',
  what: 'npm start when everything is built and the data is there',
  async run({ quick, progress }) {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
    try {
      const first = await startOnce(folder);
      progress(`the first start was ready after ${first.toFixed(1)} s`);
      const times: number[] = [];
      for (let turn = 0; turn < (quick ? 1 : 5); turn++) {
        times.push(await startOnce(folder));
        progress(`ready again after ${times.at(-1)?.toFixed(1)} s`);
      }
      const note = `from the command to the printed address, median of ${times.length}; the first start, which builds and seeds, ${first.toFixed(1)} s`;
      return {
        rows: [{ what: 'npm start, second time', checks: [atMost('seconds', median(times), 5)], note }],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Seconds from the command until it reports ready. Stopped in order, so that the data is intact for the next. */
async function startOnce(folder: string): Promise<number> {
  const from = performance.now();
  const child = spawn('npm', ['start'], {
    env: { ...process.env, PORT: String(await freePort()), COUNTERSIGN_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  try {
    for await (const line of createInterface(child.stdout)) {
      if (line.startsWith('Countersign is ready')) return (performance.now() - from) / 1_000;
    }
    throw new Error('npm start ended before it was ready');
  } finally {
    end();
    child.stdout.resume();
    await ended;
    process.removeListener('exit', end);
  }
}
