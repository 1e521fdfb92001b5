import { randomBytes } from 'node:crypto';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { inject } from 'vitest';
import { recordChange, type TableChange } from '../../lib/actions/audit/record-event.ts';
import { createKeyring } from '../../lib/crypto/keyring.ts';
import { kmsWrapping } from '../../lib/crypto/kms.ts';
import { networkDelegation } from '../../lib/delegation/delegation.ts';
import { type DeliveryOutcome, deliverMessage } from '../../lib/delivery/deliver.ts';
import type { Mail } from '../../lib/delivery/mail.ts';
import type { Services } from '../../lib/services.ts';
import { wrappedKeys } from '../../lib/store/data-keys.ts';
import type { Item } from '../../lib/store/items.ts';
import { cachedPolicy } from '../../lib/store/policy.ts';
import { startDatabase } from '../../local/database.ts';
import { startKms } from '../../local/stand-ins/kms.ts';
import { Api } from './api.ts';

/** A moment to start at, so that every run sees the same times. */
export const startOfTime = Date.parse('2026-03-02T09:00:00Z');

export interface SentMail extends Mail {
  readonly to: string;
}

export const region = 'eu-central-1';

export const keyId = 'arn:aws:kms:eu-central-1:000000000000:key/test';

/**
 * A whole deployment in the test's own process: the real handlers, a table of its own in DynamoDB Local, KMS
 * behind the real client, the table's real stream, and a clock that only the test moves.
 */
export class World {
  readonly services: Services;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly endpoint: string;
  readonly api: Api;
  readonly mails: SentMail[] = [];
  readonly texts: { readonly to: string; readonly text: string }[] = [];
  /** What the next mails come to instead of being sent. */
  mailFault: Error | undefined;
  /** Every call to DynamoDB: its name, and what it costs in read and write units. */
  readonly calls: { name: string; read: number; write: number }[] = [];
  #now = startOfTime;
  readonly #stream: { client: DynamoDBStreamsClient; arn: string; iterators: Map<string, string> };
  readonly #closers: (() => Promise<void> | void)[] = [];

  private constructor(
    client: DynamoDBClient,
    streams: DynamoDBStreamsClient,
    tableName: string,
    streamArn: string,
    endpoint: string,
  ) {
    this.endpoint = endpoint;
    this.client = client;
    this.tableName = tableName;
    const table = { client, name: tableName };
    const clock = (): number => this.#now;
    const policy = cachedPolicy(table, clock);
    const wrapping = kmsWrapping(keyId);
    this.services = {
      table,
      clock,
      random: randomBytes,
      origin: 'https://countersign.test',
      policy,
      delegation: networkDelegation({ clock, random: randomBytes, loopback: true }),
      settings: async () => (await policy()).settings,
      keyring: createKeyring({ ...wrappedKeys(table), ...wrapping, clock }),
    };
    this.api = new Api(this.services);
    this.#stream = { client: streams, arn: streamArn, iterators: new Map() };
    this.#closers.push(
      () => client.destroy(),
      () => streams.destroy(),
    );
    this.#count();
  }

  /** @param endpoint of a DynamoDB Local; that of the whole run if it is not said */
  static async start(endpoint = inject('databaseEndpoint')): Promise<World> {
    const tableName = `t${randomBytes(8).toString('hex')}`;
    // DynamoDB Local keeps a database for each access key: test files do not wait for each other's.
    const credentials = { accessKeyId: tableName, secretAccessKey: 'none' };
    const { streamArn } = await startDatabase({
      endpoint,
      tableName,
      region,
      credentials,
      folder: undefined,
      corsOrigin: '',
    });
    const kms = await startKms(randomBytes(32).toString('base64'), keyId);
    process.env['AWS_ENDPOINT_URL_KMS'] = kms.url;
    process.env['AWS_REGION'] = region;
    process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey;
    const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 3 });
    const streams = new DynamoDBStreamsClient({ endpoint, region, credentials });
    const world = new World(client, streams, tableName, streamArn, endpoint);
    world.#closers.push(() => kms.close());
    return world;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close()));
  }

  /** Seconds since 1970. */
  get now(): number {
    return Math.floor(this.#now / 1000);
  }

  /** Moves the only clock there is. */
  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }

  /** Does what the stream's functions do, until the stream is empty. */
  async drain(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      const changes = await this.nextChanges();
      quiet = changes.length === 0 ? quiet + 1 : 0;
      for (const { before, after } of changes) {
        await recordChange(this.services.table, { before, after });
        const pk = after?.['pk']?.S ?? '';
        if (!before && pk.startsWith('OUTBOX#')) await this.deliver(pk.slice('OUTBOX#'.length));
      }
    }
  }

  /** The stream repeats itself from the beginning, as it may. */
  async drainAgain(): Promise<void> {
    this.#stream.iterators.clear();
    await this.drain();
  }

  /** Sends one message of the outbox, as the deliver function does. */
  async deliver(messageId: string): Promise<DeliveryOutcome> {
    const send = async (to: string, mail: Mail): Promise<void> => {
      if (this.mailFault) throw this.mailFault;
      this.mails.push({ to, ...mail });
    };
    const text = async (to: string, words: string): Promise<string> => {
      if (this.mailFault) throw this.mailFault;
      return `text-${this.texts.push({ to, text: words })}`;
    };
    return deliverMessage(this.services, { mail: { send }, text: { send: text } }, messageId);
  }

  /** Nobody is notified of what has changed so far: for items that were written together with all that depends on them. */
  async skipChanges(): Promise<void> {
    for (const shard of await this.#shards())
      this.#stream.iterators.set(shard, await this.#from(shard, 'LATEST'));
  }

  /** The changes of the table since the last time, oldest first. */
  async nextChanges(): Promise<TableChange[]> {
    const { client, iterators } = this.#stream;
    const changes: TableChange[] = [];
    for (const ShardId of await this.#shards()) {
      let ShardIterator: string | undefined =
        iterators.get(ShardId) ?? (await this.#from(ShardId, 'TRIM_HORIZON'));
      const page = await client.send(new GetRecordsCommand({ ShardIterator }));
      ShardIterator = page.NextShardIterator;
      if (ShardIterator) iterators.set(ShardId, ShardIterator);
      for (const { dynamodb } of page.Records ?? []) {
        changes.push({
          before: dynamodb?.OldImage as Item | undefined,
          after: dynamodb?.NewImage as Item | undefined,
        });
      }
    }
    return changes;
  }

  async #shards(): Promise<string[]> {
    const { client, arn } = this.#stream;
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: arn }));
    return (StreamDescription?.Shards ?? []).flatMap(({ ShardId = '' }) => ShardId || []);
  }

  async #from(ShardId: string, ShardIteratorType: 'TRIM_HORIZON' | 'LATEST'): Promise<string> {
    const { client, arn: StreamArn } = this.#stream;
    const order = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType });
    return (await client.send(order)).ShardIterator ?? '';
  }

  /** Everything in the table, for looking past the API. */
  async everything(): Promise<Item[]> {
    const items: Item[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await this.client.send(
        new ScanCommand({
          TableName: this.tableName,
          ConsistentRead: true,
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  }

  /** Counts units as DynamoDB bills them; DynamoDB Local's own figures are wrong for transactions. */
  #count(): void {
    this.client.middlewareStack.add(
      (next, context) => async (args) => {
        const name = String(context.commandName).replace('Command', '');
        const input = args.input as { TransactItems?: unknown[] };
        const call = { name, read: 0, write: 0 };
        this.calls.push(call);
        Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
        try {
          const result = await next(args);
          const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown };
          if (name === 'TransactWriteItems') call.write = 2 * (input.TransactItems?.length ?? 0);
          else if (/^(Query|GetItem|BatchGetItem)$/.test(name))
            call.read = Math.max(0.5, unitsOf(ConsumedCapacity));
          else call.write = unitsOf(ConsumedCapacity);
          return result;
        } catch (error) {
          call.write = name === 'TransactWriteItems' ? 2 * (input.TransactItems?.length ?? 0) : 1;
          throw error;
        }
      },
      { step: 'initialize', name: 'countCalls' },
    );
  }
}

function unitsOf(consumed: unknown): number {
  const parts = (Array.isArray(consumed) ? consumed : [consumed]) as { CapacityUnits?: number }[];
  return parts.reduce((sum, part) => sum + (part?.CapacityUnits ?? 0), 0);
}
