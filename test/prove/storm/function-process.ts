/**
 * Functions in a process of their own, so that it can be killed: loads the bundles that are deployed, and answers the
 * events that it is sent. What time it is comes with each event.
 */
import { pathToFileURL } from 'node:url';

export interface Invocation {
  readonly id: number;
  /** Path of the function's bundle. */
  readonly file: string;
  readonly event: unknown;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Outcome {
  readonly id: number;
  readonly result?: unknown;
  /** What the function threw. */
  readonly error?: string;
}

let now = 0;
const RealDate = Date;
RealDate.now = () => now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now] : args, newTarget),
});

const context = { getRemainingTimeInMillis: () => 60_000 };

process.on('message', async (invocation: Invocation) => {
  now = Math.max(now, invocation.now);
  const outcome = await run(invocation);
  process.send?.(outcome);
});
process.on('disconnect', () => process.exit());

async function run({ id, file, event }: Invocation): Promise<Outcome> {
  try {
    const { handler } = await import(pathToFileURL(file).href);
    return { id, result: await handler(event, context) };
  } catch (error) {
    return { id, error: String(error) };
  }
}
