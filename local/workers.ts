import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Invocation, Outcome, WorkerStart } from './worker.ts';

/** What a function threw, or why it could not answer. Never shown to a caller of the API. */
export class FunctionError extends Error {
  constructor(functionName: string, type: string, message: string, trace = '') {
    super(`${functionName}: ${type}: ${message}`);
    this.name = 'FunctionError';
    if (trace) this.stack = `${functionName}: ${trace}`;
  }
}

export interface Workers {
  /** Calls a function with one event, like Lambda would. @throws FunctionError */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export interface WorkersOptions {
  readonly bundleFolder: string;
  environment(functionName: string): Readonly<Record<string, string>>;
  readonly clock: SharedArrayBuffer;
  readonly memoryMegabytes: number;
  timeoutSeconds(functionName: string): number;
  /** A line a function has logged. */
  onLog(functionName: string, line: string): void;
  /** After every call: it may have written. */
  onSettled(): void;
}

export function startWorkers(options: WorkersOptions): Workers {
  const pool = new Map<string, FunctionWorker>();
  return {
    async invoke(functionName, event) {
      let worker = pool.get(functionName);
      if (!worker?.usable) {
        worker = new FunctionWorker(functionName, options);
        pool.set(functionName, worker);
      }
      try {
        return await worker.invoke(event);
      } finally {
        options.onSettled();
      }
    },
    async stop() {
      await Promise.all([...pool.values()].map((worker) => worker.terminate()));
    },
  };
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: FunctionError): void;
}

class FunctionWorker {
  /** False once an event has timed out or the thread has ended: the next event gets a new thread. */
  usable = true;
  readonly #name: string;
  readonly #timeoutMilliseconds: number;
  readonly #thread: Worker;
  readonly #pending = new Map<string, Pending>();

  constructor(name: string, options: WorkersOptions) {
    this.#name = name;
    this.#timeoutMilliseconds = options.timeoutSeconds(name) * 1000;
    const start: WorkerStart = {
      functionName: name,
      file: join(options.bundleFolder, name, 'index.mjs'),
      clock: options.clock,
      memoryMegabytes: options.memoryMegabytes,
      timeoutMilliseconds: this.#timeoutMilliseconds,
    };
    this.#thread = new Worker(new URL('worker.ts', import.meta.url), {
      workerData: start,
      env: { ...options.environment(name), AWS_LAMBDA_FUNCTION_NAME: name },
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMegabytes },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    for (const output of [this.#thread.stdout, this.#thread.stderr]) {
      createInterface(output).on('line', (line) => options.onLog(name, line));
    }
    this.#thread.on('message', (outcome: Outcome) => this.#settle(outcome));
    this.#thread.on('error', (error) => this.#fail('Runtime.ExitError', String(error)));
    this.#thread.on('exit', (code) => this.#fail('Runtime.ExitError', `the thread ended with code ${code}`));
  }

  async invoke(event: unknown): Promise<unknown> {
    const id = randomUUID();
    const answered = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    const timer = setTimeout(() => this.#timeOut(id), this.#timeoutMilliseconds);
    const invocation: Invocation = { id, event: JSON.stringify(event) };
    this.#thread.postMessage(invocation);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
      // A retired thread finishes its open events; in one that hangs they only time out.
      if (!this.usable && this.#pending.size === 0) await this.terminate();
    }
  }

  async terminate(): Promise<void> {
    this.usable = false;
    await this.#thread.terminate();
  }

  #settle({ id, result, error }: Outcome): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) {
      pending?.reject(new FunctionError(this.#name, error.errorType, error.errorMessage, error.trace));
    } else {
      pending?.resolve(result);
    }
  }

  #timeOut(id: string): void {
    this.usable = false;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.reject(new FunctionError(this.#name, 'Sandbox.Timedout', 'the function timed out'));
  }

  #fail(type: string, message: string): void {
    this.usable = false;
    for (const pending of this.#pending.values())
      pending.reject(new FunctionError(this.#name, type, message));
    this.#pending.clear();
  }
}
