import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '../infra.config.ts';
import { signInDocument } from '../lib/domain/sign-in-document.ts';
import { type BusinessClock, businessClock } from './clock.ts';
import type { Closing } from './closing.ts';
import type { DataFolder } from './data-folder.ts';
import { functionEnvironment } from './environment.ts';
import type { Foundation } from './foundation.ts';
import { jwtAuthorizer } from './gateway/authorizer.ts';
import { type Edge, edge as edgeOf } from './gateway/edge.ts';
import { gateway } from './gateway/gateway.ts';
import { identityPath } from './identity/issuer.ts';
import { type Message, inbox as readInbox } from './inbox.ts';
import { sendsToOrigin } from './localhost.ts';
import type { Log } from './log.ts';
import { operations, operationsPath } from './operations.ts';
import type { Dispatch } from './origin.ts';
import { pages } from './pages.ts';
import type { Parts } from './parts.ts';
import { startSchedules } from './schedules.ts';
import { inWords } from './start-problem.ts';
import { type Stream, startStream } from './stream/stream.ts';
import { startWorkers } from './workers.ts';

const drainMilliseconds = 1000;

export interface AssembleOptions extends Foundation {
  readonly origin: string;
  readonly folder: DataFolder;
  readonly closers: Closing;
  readonly parts: Parts;
  readonly log: Log;
  /** Everything is ready, including the demo organisation. */
  isReady(): boolean;
}

export interface Assembled {
  readonly dispatch: Dispatch;
  readonly edge: Edge;
  readonly clock: BusinessClock;
  readonly stream: Stream;
  inbox(to?: string | null): Promise<Message[]>;
}

/** Functions, stream, schedules and gateway, connected like CDK connects them in AWS. */
export function assemble(options: AssembleOptions): Assembled {
  const { origin, folder, closers, log, database, identity, functions } = options;
  const { host } = new URL(origin);
  const edge = edgeOf(origin);
  const clock = businessClock(folder);
  const inbox = (to?: string | null) => readInbox(options.ses, options.sns.messages, to);

  const workers = startWorkers({
    bundleFolder: options.bundleFolder,
    environment: (accessKeyId) =>
      functionEnvironment({
        origin,
        issuers: [identity.issuer],
        // Credentials of its own, by which the gate knows its role.
        accessKeyId,
        secretAccessKey: 'local',
        dynamodb: options.gate.url,
        kms: options.gate.url,
        ses: options.gate.url,
        sns: options.gate.url,
      }),
    clock: clock.shared,
    memoryMegabytes: config.lambda.memoryMegabytes,
    timeoutSeconds: (name) =>
      functions.find((definition) => definition.name === name)?.timeoutSeconds ??
      config.lambda.timeoutSeconds,
    onLog: log.line,
    onSettled: () => stream.nudge(),
  });
  closers.add(() => workers.stop());
  const stream = startStream({
    database,
    folder,
    functionNames: functions.filter((definition) => definition.stream).map(({ name }) => name),
    invoke: workers.invoke,
    onDeadLetter: ({ functionName, sequenceNumber, error }) =>
      log.trouble(`${functionName} gave up on stream record ${sequenceNumber}: ${error}`),
    onTrouble: (error) => log.trouble(`The table's stream waits and tries again: ${inWords(error)}`),
  });
  closers.add(async () => {
    await Promise.race([stream.settled(), sleep(drainMilliseconds, undefined, { ref: false })]);
    await stream.stop();
  });
  const reader = functions.find((definition) => definition.reports)?.name;
  options.events.on('refused', (sentence: string) => log.trouble(sentence));
  options.events.on('report', async (event) => {
    if (reader) await bringReport(() => workers.invoke(reader, event), log);
  });
  const schedules = startSchedules({
    schedules: options.parts.schedules,
    clock,
    invoke: workers.invoke,
    onFailure: (name, error) => log.trouble(`The schedule ${name} failed: ${inWords(error)}`),
  });
  closers.add(schedules.stop);

  const local = operations({
    isReady: options.isReady,
    edge,
    clock,
    schedules,
    stream,
    identity,
    host,
    inbox,
  });
  const page = pages(options.pageFolder, {
    '/sign-in.json': JSON.stringify(signInDocument([identity.issuer])),
  });
  const authorizer = jwtAuthorizer([{ ...identity.issuer, keys: identity.keys }]);
  const api = gateway({ functions, authorizer, edge, host, invoke: workers.invoke });
  const dispatch: Dispatch = async (call) => {
    if (sendsToOrigin(call, origin)) return;
    if (call.path.startsWith(operationsPath)) return local(call);
    if (`${call.path}/`.startsWith(`${identityPath}/`)) return identity.handle(call.request, call.response);
    if (await page(call)) return;
    return api(call);
  };
  return { dispatch, edge, clock, stream, inbox };
}

const reportTries = 3;
const reportPauseMilliseconds = 500;

/** Lambda repeats a function that an event has started, twice, after a pause. */
async function bringReport(invoke: () => Promise<unknown>, log: Log): Promise<void> {
  for (let tries = 1; tries <= reportTries; tries++) {
    try {
      return void (await invoke());
    } catch (error) {
      if (tries === reportTries) log.trouble(`A report about a message was given up: ${inWords(error)}`);
      else await sleep(tries * reportPauseMilliseconds, undefined, { ref: false });
    }
  }
}
