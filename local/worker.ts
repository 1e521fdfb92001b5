/**
 * One function in a thread of its own: sets the clock, loads the bundle, answers events. Several events may be in
 * progress at once, where Lambda would start further environments.
 */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { businessTime } from './business-time.ts';

export interface WorkerStart {
  readonly functionName: string;
  readonly file: string;
  readonly clock: SharedArrayBuffer;
  readonly memoryMegabytes: number;
  readonly timeoutMilliseconds: number;
}

export interface Invocation {
  readonly id: string;
  /** JSON, as it reaches a Lambda function. */
  readonly event: string;
}

export interface Outcome {
  readonly id: string;
  readonly result?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly trace: string };
}

const start = workerData as WorkerStart;
// Before the bundle is loaded: a module may take its Date on import.
businessTime(new Int32Array(start.clock));
const loaded: Promise<{ handler(event: unknown, context: unknown): unknown }> = import(
  pathToFileURL(start.file).href
);
loaded.catch(() => {});

parentPort?.on('message', async ({ id, event }: Invocation) => {
  parentPort?.postMessage(await run(id, event));
});

async function run(id: string, event: string): Promise<Outcome> {
  const deadline = performance.now() + start.timeoutMilliseconds;
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${start.functionName}`,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'local',
    memoryLimitInMB: String(start.memoryMegabytes),
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
  try {
    const { handler } = await loaded;
    // A Lambda function's output is JSON; a value that only a thread could pass must not get through here.
    const result = JSON.stringify((await handler(JSON.parse(event), context)) ?? null);
    return { id, result: JSON.parse(result) };
  } catch (error) {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { errorType: name, errorMessage: message, trace: stack } };
  }
}
