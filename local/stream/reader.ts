import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The pause between two passes while nudges keep coming, so that many changes are read together: reading takes time
 * from the requests that cause it. Lambda, too, looks four times a second.
 */
const busyMilliseconds = 250;

/** Between two looks when nothing has asked for one: for writes past the functions, such as time-to-live. */
const idleMilliseconds = 500;

export interface Reader {
  nudge(): void;
  /** Resolves after a whole pass that started after this call. */
  freshPass(): Promise<void>;
  isIdle(): boolean;
  readonly ended: Promise<void>;
}

/**
 * Repeats `pass`: soon after a nudge, at once when somebody waits for it, otherwise rarely.
 *
 * @param onTrouble called with the first failure after a pass that worked; passes continue
 */
export function reader(
  pass: () => Promise<void>,
  signal: AbortSignal,
  onTrouble: (error: unknown) => void,
): Reader {
  let waiting: (() => void)[] = [];
  let nudged = true;
  let running = false;
  let passed = true;
  let wake = new AbortController();
  let hurry = new AbortController();
  const nudge = () => {
    nudged = true;
    wake.abort();
  };
  signal.addEventListener('abort', () => {
    nudge();
    hurry.abort();
  });
  const pause = (milliseconds: number, until: AbortSignal) =>
    sleep(milliseconds, undefined, { signal: until, ref: false }).catch(() => {});

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const served = waiting;
      waiting = [];
      nudged = false;
      running = true;
      const before = passed;
      passed = await pass().then(
        () => true,
        (error) => {
          if (before && !signal.aborted) onTrouble(error);
          return false;
        },
      );
      running = false;
      if (passed) for (const resolve of served) resolve();
      else waiting.push(...served);
      if (passed && waiting.length === 0) {
        hurry = new AbortController();
        await pause(busyMilliseconds, AbortSignal.any([hurry.signal, signal]));
      }
      if (passed && nudged) continue;
      wake = new AbortController();
      await pause(idleMilliseconds, passed ? AbortSignal.any([wake.signal, signal]) : signal);
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
        hurry.abort();
      }),
    isIdle: () => !nudged && !running,
    ended: run(),
  };
}
