// The deployed sweep in a process of its own, like Lambda runs it. It is forced past the breaker and has all the time
// it needs; at the end it reports how long it took and how much memory it held at most.
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { handler as sweep } from '../../functions/expire.ts';

export interface Swept {
  readonly expired: number;
  readonly seconds: number;
  /**
   * Of these, the milliseconds in which this process was computing; in the others it waited for its turn or the
   * database.
   */
  readonly busySeconds: number;
  /** The most memory in use, measured four times a second after a garbage collection. */
  readonly liveMegabytes: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const { handler } = (await import(pathToFileURL(process.argv[2] ?? '').href)) as { handler: typeof sweep };

let live = 0;
const look = (): void => {
  collect();
  live = Math.max(live, process.memoryUsage().heapUsed);
};
const looking = setInterval(look, 250);
const used = process.cpuUsage();
const from = performance.now();
const { expired } = await handler({ force: true }, { getRemainingTimeInMillis: () => 900_000 } as never);
const seconds = (performance.now() - from) / 1_000;
const { user, system } = process.cpuUsage(used);
look();
clearInterval(looking);
const busySeconds = (user + system) / 1_000_000;
const swept: Swept = { expired, seconds, busySeconds, liveMegabytes: live / 2 ** 20 };
process.send?.(swept);
process.disconnect?.();
