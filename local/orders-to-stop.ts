import { isAlive } from './lock.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ctrl-C reaches this process twice: from the terminal, and from npm, which passes it on. Nobody presses it twice
 * that fast on purpose.
 */
const echoMilliseconds = 500;
const parentLookMilliseconds = 250;

export interface OrdersToStop {
  /** Stops everything in order. If an order to stop came earlier, it has already ended the process. */
  carriedOutBy(stop: () => Promise<void>): void;
  isStopping(): boolean;
}

/**
 * Listens for an order to stop: a key, a signal, or the end of npm, which has no other way to report that it was
 * killed or lost its terminal. The first order stops in order, a second one at once.
 */
export function ordersToStop(): OrdersToStop {
  let stop: (() => Promise<void>) | undefined;
  let stoppingSince: number | undefined;

  async function order(endAtOnce: () => void): Promise<void> {
    if (stoppingSince !== undefined && performance.now() - stoppingSince < echoMilliseconds) return;
    // Before anything has started, the keeper ends the database by itself.
    if (stoppingSince !== undefined || !stop) return endAtOnce();
    stoppingSince = performance.now();
    console.log('\nStopping …');
    await stop();
    process.exit(0);
  }

  for (const signal of signals) {
    process.on(signal, () =>
      order(() => {
        // As if nothing had listened: npm then ends without reporting a failure.
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

/** Only npm's end counts: the shell may be closed after `node local/start.cjs &`. */
function whenParentEnds(then: () => void): void {
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    // On Windows a process keeps its parent's id after the parent has ended.
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(look);
    then();
  }, parentLookMilliseconds);
  look.unref();
}
