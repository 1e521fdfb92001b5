/** One bundled function in a process of its own, in the parent's time: answers what the parent sends until it is killed. */
import { pathToFileURL } from 'node:url';
import { businessTime } from '../../../local/business-time.ts';

export interface Asked {
  readonly input: unknown;
  /** Seconds since 1970. */
  readonly now: number;
  readonly remainingMilliseconds: number;
}

export interface Answered {
  readonly result?: unknown;
  readonly error?: string;
}

const [file = ''] = process.argv.slice(2);
const offset = new Int32Array(1);
const realNow = Date.now;
businessTime(offset);
const { handler } = (await import(pathToFileURL(file).href)) as {
  handler: (input: unknown, context: unknown) => Promise<unknown>;
};

process.on('message', async ({ input, now, remainingMilliseconds }: Asked) => {
  offset[0] = now - Math.floor(realNow() / 1000);
  const until = performance.now() + remainingMilliseconds;
  const context = { getRemainingTimeInMillis: () => Math.max(0, until - performance.now()) };
  const answer: Answered = await handler(input, context).then(
    (result) => ({ result }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.send?.(answer);
});
process.send?.('ready');
