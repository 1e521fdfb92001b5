import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFolder } from '../../../build/bundle.ts';
import type { Invocation, Outcome } from './function-process.ts';

const script = fileURLToPath(new URL('function-process.ts', import.meta.url));

/** The process that worked on it was killed: whether it was done, and how far, nobody knows. */
export class Lost extends Error {}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface FunctionProcess {
  readonly child: ChildProcess;
  readonly waiting: Map<number, Waiting>;
}

/** Processes that run the deployed bundles. Whichever dies is replaced at once. */
export class Processes {
  killed = 0;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running: FunctionProcess[] = [];
  #invocations = 0;
  #stopping = false;

  constructor(count: number, environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
    for (let i = 0; i < count; i++) this.#start();
  }

  /** @throws Lost when its process is killed meanwhile; Error with what the function threw */
  invoke(functionName: string, event: unknown, now: number): Promise<unknown> {
    const id = ++this.#invocations;
    const running = this.#running[id % this.#running.length];
    if (!running) throw new Error('No process is running');
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    running.waiting.set(id, { resolve, reject });
    const file = join(bundleFolder, functionName, 'index.mjs');
    const invocation: Invocation = { id, file, event, now };
    // A process that has just died says so by its exit.
    running.child.send(invocation, () => {});
    return promise;
  }

  /** `kill -9` of one that is working, if any is. */
  kill(draw: (below: number) => number): void {
    const busy = this.#running.filter(({ waiting }) => waiting.size > 0);
    const chosen = busy[draw(Math.max(1, busy.length))];
    if (!chosen?.child.kill('SIGKILL')) return;
    this.killed++;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      this.#running.map(async ({ child }) => {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
  }

  #start(): void {
    const child = fork(script, {
      env: this.#environment,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const waiting = new Map<number, Waiting>();
    const running = { child, waiting };
    this.#running.push(running);
    child.on('message', ({ id, result, error }: Outcome) => {
      const caller = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) caller?.resolve(result);
      else caller?.reject(new Error(error));
    });
    child.on('error', () => {});
    child.once('exit', () => {
      if (!this.#stopping) {
        this.#running.splice(this.#running.indexOf(running), 1);
        this.#start();
      }
      for (const { reject } of waiting.values()) reject(new Lost('Its process was killed'));
    });
  }
}
