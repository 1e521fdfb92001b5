import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a supervisor starts it: all that is known of it is npm's own process. */
export class NpmStart {
  readonly npm: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  output = '';

  /** In a process group of its own, as a terminal makes one. */
  constructor(options: readonly string[], environment: Readonly<Record<string, string>>) {
    this.npm = spawn('npm', ['start', '--', ...options], {
      cwd: root,
      detached: true,
      env: { ...process.env, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [this.npm.stdout, this.npm.stderr]) {
      output.on('data', (chunk: Buffer) => {
        this.output += chunk;
      });
    }
    this.ended = once(this.npm, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  get pid(): number {
    return this.npm.pid ?? 0;
  }

  /** Resolves once it has printed this. */
  async says(words: string): Promise<void> {
    while (!this.output.includes(words)) {
      const more = once(this.npm.stdout, 'data').then(() => true);
      const goesOn = await Promise.race([more, once(this.npm, 'close').then(() => false)]);
      if (!goesOn && !this.output.includes(words))
        throw new Error(`It never said "${words}":\n${this.output}`);
    }
  }

  /** The names of the programs that npm and what it started run, by process id; npm itself is left out. */
  processes(): Map<number, string> {
    const all = runningProcesses();
    const family = new Set([this.pid]);
    // The list is in no order of birth: until a round finds nobody.
    for (let before = 0; before < family.size; ) {
      before = family.size;
      for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
    }
    return new Map(
      all.filter(({ pid }) => pid !== this.pid && family.has(pid)).map(({ pid, name }) => [pid, name]),
    );
  }
}

/** Without those that have ended and wait for a parent to notice: not every machine has one that does. */
export function runningProcesses(): { pid: number; parent: number; name: string }[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,comm='], { encoding: 'utf8' });
  return list.split('\n').flatMap((line) => {
    const [, pid, parent, name = ''] = /^\s*(\d+)\s+(\d+)\s+[^Z\s]\S*\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || name === 'ps'
      ? []
      : [{ pid: Number(pid), parent: Number(parent), name: basename(name) }];
  });
}
