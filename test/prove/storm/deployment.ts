import { randomBytes } from 'node:crypto';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { bundleFunctions } from '../../../build/bundle.ts';
import { functions } from '../../../functions/index.ts';
import type { Item } from '../../../lib/store/items.ts';
import { memoryFolder } from '../../../local/data-folder.ts';
import { type Database, startDatabase } from '../../../local/database.ts';
import { functionEnvironment, keyId, tableName } from '../../../local/environment.ts';
import { startKms } from '../../../local/stand-ins/kms.ts';
import { type Stream, startStream } from '../../../local/stream/stream.ts';
import { type Answer, answerOf } from '../../support/api.ts';
import { deployment, gatewayEvent, type Options } from '../../support/gateway-event.ts';
import { region } from '../../support/world.ts';
import { Lost, Processes } from './processes.ts';
import { type Providers, startProviders } from './providers.ts';
import { StormyDatabase } from './stormy-database.ts';

const processCount = 2;

/** A whole deployment of which every part but the driver may be killed: the deployed bundles in processes, the stream read as Lambda reads it. */
export class Deployment {
  readonly processes: Processes;
  readonly providers: Providers;
  /** Absent where the database is not ours to kill. */
  readonly stormy: StormyDatabase | undefined;
  /** Changes of the table that were given up; there must be none. */
  deadLetters = 0;
  readonly #database: Database;
  readonly #stream: Stream;
  readonly #closers: (() => Promise<void>)[];
  #now = Math.floor(Date.now() / 1000) * 1000;

  private constructor(
    database: Database,
    processes: Processes,
    providers: Providers,
    stormy: StormyDatabase | undefined,
    closers: (() => Promise<void>)[],
  ) {
    this.#database = database;
    this.processes = processes;
    this.providers = providers;
    this.stormy = stormy;
    this.#closers = closers;
    this.#stream = startStream({
      database,
      folder: memoryFolder(),
      functionNames: functions.filter(({ stream }) => stream).map(({ name }) => name),
      invoke: (functionName, event) => this.#read(functionName, event),
      onDeadLetter: () => {
        this.deadLetters++;
      },
      // A storm is what it is in.
      onTrouble() {},
    });
  }

  /** @param endpoint of a DynamoDB Local that goes on living; without one it is our own, on disk */
  static async start(endpoint?: string): Promise<Deployment> {
    await bundleFunctions(functions.map(({ name }) => name));
    // DynamoDB Local keeps a database for each access key.
    const credentials = { accessKeyId: `s${randomBytes(8).toString('hex')}`, secretAccessKey: 'none' };
    const place = { tableName, region, credentials };
    const stormy = endpoint === undefined ? await StormyDatabase.start(place) : undefined;
    const database =
      stormy?.database ?? (await startDatabase({ ...place, endpoint, folder: undefined, corsOrigin: '' }));
    const kms = await startKms(randomBytes(32).toString('base64'), keyId);
    const providers = await startProviders();
    const processes = new Processes(
      processCount,
      functionEnvironment({
        ...deployment,
        ...credentials,
        dynamodb: database.connection.endpoint,
        kms: kms.url,
        ses: providers.mailUrl,
        sns: providers.textUrl,
      }),
    );
    return new Deployment(database, processes, providers, stormy, [kms.close, providers.close]);
  }

  /** Seconds since 1970. */
  get now(): number {
    return this.#now / 1000;
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }

  /** One request, once. @throws Lost */
  async request(method: string, target: string, options: Options): Promise<Answer> {
    const { functionName, event } = gatewayEvent(method, target, options);
    const result = await this.invoke(functionName, event);
    this.#stream.nudge();
    return answerOf(result as object);
  }

  /** @throws Lost; Error with what the function threw */
  invoke(functionName: string, event: unknown): Promise<unknown> {
    return this.processes.invoke(functionName, event, this.#now);
  }

  /** Until all that was written, and all that was written because of it, went through the stream's functions. */
  settled(): Promise<void> {
    return this.#stream.settled();
  }

  /** The whole table. */
  async everything(): Promise<Item[]> {
    const client = new DynamoDBClient(this.#database.connection);
    const items: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: tableName,
          ConsistentRead: true,
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    client.destroy();
    return items;
  }

  async stop(): Promise<void> {
    await this.#stream.stop();
    await this.processes.stop();
    await this.stormy?.stop();
    for (const close of this.#closers) await close();
  }

  /** A batch goes to another process if its own was killed, and again once the database is back. */
  async #read(functionName: string, event: unknown): Promise<unknown> {
    for (;;) {
      await this.stormy?.up;
      const kills = this.stormy?.killed;
      try {
        const answer = (await this.invoke(functionName, event)) as { batchItemFailures: unknown[] };
        if (answer.batchItemFailures.length === 0 || kills === this.stormy?.killed) return answer;
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
      }
    }
  }
}
