import { assemble } from './assemble.ts';
import { closing } from './closing.ts';
import { type DataFolder, memoryFolder, openDataFolder } from './data-folder.ts';
import type { Connection } from './database.ts';
import { tableName } from './environment.ts';
import { layFoundation } from './foundation.ts';
import { closeServer, listen } from './http.ts';
import type { Message } from './inbox.ts';
import { openLog } from './log.ts';
import { originServer } from './origin.ts';
import type { OnStep, Parts } from './parts.ts';
import { errorCode, inWords, StartProblem } from './start-problem.ts';

const demoFile = 'demo.json';

export interface CountersignOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Where data is stored; without it everything stays in memory. */
  readonly dataFolder?: string;
  readonly inMemory?: boolean;
  /** Starts over, without the data of an earlier run. */
  readonly fresh?: boolean;
  /** Fills a new organisation with the demo people. */
  readonly demo?: boolean;
  readonly quiet?: boolean;
  readonly onStep?: OnStep;
  /** A DynamoDB-compatible endpoint to use instead of our own DynamoDB Local. */
  readonly databaseEndpoint?: string;
}

export interface RunningCountersign {
  readonly origin: string;
  /** The demo organisation exists, created now or by an earlier start. */
  readonly demo: boolean;
  /** `undefined` when everything is in memory. */
  readonly dataFolder: string | undefined;
  readonly clockOffsetSeconds: number;
  /** For direct access to the table; `pid` is the database's own process, if there is one. */
  readonly database: Connection & { readonly tableName: string; readonly pid: number | undefined };
  /** Resolves with what happened when the database ends while it is still needed. */
  readonly broken: Promise<string>;
  /** Every mail and text message, newest first. */
  inbox(to?: string): Promise<Message[]>;
  /** Resolves when the stream's functions have processed everything written so far. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the whole service on this machine: every deployed function behind one origin on loopback. */
export async function startCountersign(options: CountersignOptions = {}): Promise<RunningCountersign> {
  const { deployedParts } = await import('./parts.ts');
  return startRunner(options, deployedParts);
}

/**
 * @param parts what to run instead of what is deployed
 * @throws StartProblem when the person at the keyboard can fix it
 */
export async function startRunner(options: CountersignOptions, parts: Parts): Promise<RunningCountersign> {
  const closers = closing();
  const { onStep = () => {} } = options;
  let ready = false;
  try {
    const { server, open } = originServer();
    const origin = await takePort(() => listen(server, options.port), options.port);
    closers.add(() => closeServer(server, 0));
    const folder = takeFolder(options);
    closers.add(() => folder.release());
    const log = openLog(folder.path, options.quiet ?? false);
    closers.add(() => log.close());
    const foundation = await layFoundation({
      origin,
      folder,
      closers,
      parts,
      onStep,
      databaseEndpoint: options.databaseEndpoint,
    });
    const { dispatch, edge, clock, inbox, stream } = assemble({
      origin,
      folder,
      closers,
      parts,
      log,
      isReady: () => ready,
      ...foundation,
    });
    open(dispatch, edge, (error) => log.trouble(inWords(error)));
    closers.add(() => closeServer(server, 1000));
    if (!folder.read(demoFile)) {
      if (options.demo) {
        onStep('Seeding the demo organisation');
        await (await import('./demo.ts')).seedDemo(origin, clock.now);
        // The overview counts what the stream has delivered.
        await stream.settled();
      }
      // Recorded even if the demo was not wanted: only the first start decides, so deleted people do not come back.
      folder.write(demoFile, { seeded: options.demo ?? false });
    }
    ready = true;
    const { connection, pid, ended } = foundation.database;
    return {
      origin,
      demo: folder.read<{ seeded: boolean }>(demoFile)?.seeded ?? false,
      dataFolder: folder.path,
      clockOffsetSeconds: clock.offsetSeconds(),
      database: { ...connection, tableName, pid },
      broken: ended,
      inbox,
      settled: stream.settled,
      stop: closers.close,
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

function takeFolder({ dataFolder, inMemory = false, fresh = false }: CountersignOptions): DataFolder {
  return inMemory || dataFolder === undefined ? memoryFolder() : openDataFolder(dataFolder, fresh);
}

async function takePort(taking: () => Promise<{ url: string }>, port = 0): Promise<string> {
  try {
    return (await taking()).url;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') {
      throw new StartProblem(
        `Port ${port} is taken by another program, perhaps by Countersign in another window.\n` +
          `Choose another one: PORT=${port < 65_535 ? port + 1 : port - 1} npm start`,
      );
    }
    if (code === 'EACCES') {
      throw new StartProblem(`Port ${port} is reserved. Choose one above 1023: PORT=4000 npm start`);
    }
    throw error;
  }
}
