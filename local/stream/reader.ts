import { setTimeout as sleep } from 'node:timers/promises';

/** Between two looks when nothing has asked for one: for writes past the functions, such as time-to-live. */
const idleMilliseconds = 500;

export interface Reader {
  nudge(): void;
  /** Resolves after a whole pass that began after this call. */
  freshPass(): Promise<void>;
  isIdle(): boolean;
  readonly ended: Promise<void>;
}

/** Repeats `pass`: at once after a nudge, otherwise at leisure. */
export function reader(pass: () => Promise<void>, signal: AbortSignal): Reader {
  let waiting: (() => void)[] = [];
  let nudged = true;
  let running = false;
  let wake = new AbortController();
  const nudge = () => {
    nudged = true;
    wake.abort();
  };
  signal.addEventListener('abort', nudge);

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const served = waiting;
      waiting = [];
      nudged = false;
      running = true;
      const passed = await pass().then(
        () => true,
        () => false,
      );
      running = false;
      if (passed) for (const resolve of served) resolve();
      else waiting.push(...served);
      if (passed && nudged) continue;
      wake = new AbortController();
      const either = passed ? AbortSignal.any([wake.signal, signal]) : signal;
      await sleep(idleMilliseconds, undefined, { signal: either, ref: false }).catch(() => {});
    }
    for (const resolve of waiting) resolve();
  }

  return {
    nudge,
    freshPass: () =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        waiting.push(resolve);
        nudge();
      }),
    isIdle: () => !nudged && !running,
    ended: run(),
  };
}
