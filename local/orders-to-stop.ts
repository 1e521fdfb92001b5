import { isAlive } from './lock.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ctrl-C reaches this process twice: from the terminal, and from npm, which passes it on. Nobody who wants to press
 * it a second time is as fast.
 */
const echoMilliseconds = 500;
const parentLookMilliseconds = 250;

export interface OrdersToStop {
  /** What stops everything in order. An order that came earlier has ended the process at once. */
  carriedOutBy(stop: () => Promise<void>): void;
  isStopping(): boolean;
}

/**
 * Listens for whoever wants this process to stop: a key, a signal, or the end of npm, which has no other way to tell
 * when it is killed or loses its terminal. The first order stops in order, a second one at once.
 */
export function ordersToStop(): OrdersToStop {
  let stop: (() => Promise<void>) | undefined;
  let stoppingSince: number | undefined;

  async function order(endAtOnce: () => void): Promise<void> {
    if (stoppingSince !== undefined && performance.now() - stoppingSince < echoMilliseconds) return;
    // Before there is anything to stop in order, the keeper ends the database by itself.
    if (stoppingSince !== undefined || !stop) return endAtOnce();
    stoppingSince = performance.now();
    console.log('\nStopping …');
    await stop();
    process.exit(0);
  }

  for (const signal of signals) {
    process.on(signal, () =>
      order(() => {
        // As if nothing had listened: npm then ends without a word about a failure.
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      }),
    );
  }
  whenParentEnds(() => {
    if (stoppingSince === undefined) order(() => process.exit(1));
  });
  return {
    carriedOutBy(action) {
      stop = action;
    },
    isStopping: () => stoppingSince !== undefined,
  };
}

/** Only npm's end counts: a shell may be closed after `node local/start.cjs &`. */
function whenParentEnds(then: () => void): void {
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    // On Windows a process keeps its parent's id after the parent's end.
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(look);
    then();
  }, parentLookMilliseconds);
  look.unref();
}
