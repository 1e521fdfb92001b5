import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DataFolder } from '../data-folder.ts';
import type { Database } from '../database.ts';
import { checkpoints } from './checkpoints.ts';
import { Consumer, type DeadLetter } from './consumer.ts';
import { reader } from './reader.ts';
import { streamSource } from './source.ts';

const lettersKept = 100;
const firstWaitMilliseconds = 100;
const longestWaitMilliseconds = 1000;

export interface Stream {
  /** Something may have been written: look now instead of at the next round. */
  nudge(): void;
  /** Resolves when everything written so far, and everything written because of it, is processed. */
  settled(): Promise<void>;
  health(): StreamHealth;
  stop(): Promise<void>;
}

export interface StreamHealth {
  /** Nothing has been written since the stream was last found empty. */
  readonly streamSettled: boolean;
  readonly pendingStreamRecords: number;
  readonly processedStreamRecords: number;
  readonly deadLetters: readonly DeadLetter[];
}

export interface StreamOptions {
  readonly database: Database;
  readonly folder: DataFolder;
  readonly functionNames: readonly string[];
  invoke(functionName: string, event: unknown): Promise<unknown>;
  onDeadLetter(letter: DeadLetter): void;
  /** The stream cannot be read, or its position cannot be stored. Reading continues by itself. */
  onTrouble(error: unknown): void;
}

/** The table's stream, driving each of its functions on its own. */
export function startStream({ database, folder, functionNames, ...options }: StreamOptions): Stream {
  const client = new DynamoDBStreamsClient(database.connection);
  const source = streamSource(client, database.streamArn, database.connection.region);
  const stopping = new AbortController();
  const { signal } = stopping;
  const backOff = (failures: number) => {
    const wait = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** (failures - 1));
    return sleep(wait, undefined, { signal, ref: false }).catch(() => {});
  };
  const checkpointsOf = checkpoints(folder, database.streamArn);
  const deadLetters: DeadLetter[] = [];
  const consumers = functionNames.map(
    (functionName) =>
      new Consumer({
        functionName,
        source,
        checkpoints: checkpointsOf(functionName),
        signal,
        backOff,
        invoke: (event) => options.invoke(functionName, event),
        onDeadLetter(letter) {
          deadLetters.splice(0, 0, letter);
          deadLetters.length = Math.min(deadLetters.length, lettersKept);
          options.onDeadLetter(letter);
        },
      }),
  );
  const readers = consumers.map((consumer) => reader(() => consumer.pass(), signal, options.onTrouble));
  const processed = () => consumers.reduce((sum, consumer) => sum + consumer.processed, 0);
  return {
    nudge: () => {
      for (const each of readers) each.nudge();
    },
    async settled() {
      // One function may write while the other finds nothing, which is work for both: repeats until neither finds
      // any.
      for (let before = -1; before !== processed() && !signal.aborted; ) {
        before = processed();
        await Promise.all(readers.map((each) => each.freshPass()));
      }
    },
    health: () => ({
      streamSettled: readers.every((each) => each.isIdle()),
      pendingStreamRecords: Math.max(0, ...consumers.map((consumer) => consumer.pending)),
      processedStreamRecords: processed(),
      deadLetters,
    }),
    async stop() {
      stopping.abort();
      await Promise.all(readers.map((each) => each.ended));
      client.destroy();
    },
  };
}
