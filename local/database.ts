import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { tableDescription as table } from '../lib/store/table.ts';
import { freePort } from './http.ts';
import { explain, startDatabaseProcess } from './java.ts';
import { StartProblem } from './start-problem.ts';

export interface Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Database {
  readonly connection: Connection;
  readonly streamArn: string;
  /** The id of the Java process, if this runner started one. */
  readonly pid: number | undefined;
  /** Resolves with the last output of a process of our own when it ends. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface DatabasePlace extends Omit<Connection, 'endpoint'> {
  readonly tableName: string;
  readonly folder: string | undefined;
  readonly corsOrigin: string;
  /** A DynamoDB-compatible endpoint to use instead of a process of our own. */
  readonly endpoint: string | undefined;
}

const startMilliseconds = 30_000;

/**
 * The table, in a DynamoDB Local of our own.
 *
 * DynamoDB Local listens on every network interface and cannot be told otherwise. Without `-sharedDb` each
 * access key id has a database of its own, so a random id that stays in the data folder keeps a stranger on the
 * network out of this one: all they can reach is an empty database.
 */
export async function startDatabase(place: DatabasePlace): Promise<Database> {
  const { region, credentials } = place;
  if (place.endpoint !== undefined) {
    const connection = { endpoint: place.endpoint, region, credentials };
    const streamArn = await openTable(connection, place).catch((error: Error) => {
      throw '$fault' in error ? refusedBy(connection.endpoint, place.tableName, error) : error;
    });
    return { connection, streamArn, pid: undefined, ended: new Promise(() => {}), async stop() {} };
  }
  const port = await freePort();
  const java = await startDatabaseProcess({ port, folder: place.folder, corsOrigin: place.corsOrigin });
  const connection = { endpoint: `http://127.0.0.1:${port}`, region, credentials };
  const opening = openTable(connection, place);
  const failing = java.ended.then((words) => Promise.reject(explain(words)));
  // The promise that loses the race below may still reject later; that rejection is ignored.
  opening.catch(() => {});
  failing.catch(() => {});
  try {
    const streamArn = await Promise.race([opening, failing]);
    return { connection, streamArn, ...java };
  } catch (error) {
    await java.stop();
    throw isFaulty(error) ? unusable(place.folder, error) : error;
  }
}

async function openTable(connection: Connection, place: DatabasePlace): Promise<string> {
  const client = new DynamoDBClient({ ...connection, maxAttempts: 1 });
  const giveUpAt = Date.now() + startMilliseconds;
  try {
    for (;;) {
      try {
        return await ensureTable(client, place.tableName);
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        if (Date.now() > giveUpAt) {
          throw new StartProblem(
            `No DynamoDB answers at ${connection.endpoint}.\n` +
              (place.endpoint === undefined
                ? 'The local database takes too long to start; perhaps this machine is busy. Try again: npm start'
                : 'Start it, or unset AWS_ENDPOINT_URL_DYNAMODB: then npm start brings a database of its own.'),
          );
        }
        await sleep(25);
      }
    }
  } finally {
    client.destroy();
  }
}

/** The database answers but does not work. */
function isFaulty(error: unknown): error is Error {
  return error instanceof Error && '$fault' in error && error.$fault === 'server';
}

function unusable(folder: string | undefined, { name }: Error): StartProblem {
  return new StartProblem(
    `The local database cannot work with its data in ${folder ?? 'memory'} (${name}).\n` +
      'Perhaps its disk is full, or a file there is damaged.\n' +
      'Start over with an empty organisation: npm start -- --fresh\n' +
      'Or keep that data and use another folder: COUNTERSIGN_DATA=<folder> npm start',
  );
}

function refusedBy(endpoint: string, tableName: string, { name, message }: Error): StartProblem {
  return new StartProblem(
    `The DynamoDB at ${endpoint} does not open the table ${tableName} (${name}: ${message}).\n` +
      'Name another one in AWS_ENDPOINT_URL_DYNAMODB, or unset it: then npm start brings a database of its own.',
  );
}

function isUnreachable(error: unknown): boolean {
  return !(error instanceof Error) || !('$fault' in error);
}

async function ensureTable(client: DynamoDBClient, TableName: string): Promise<string> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.LatestStreamArn ?? '';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
  }
  const keys = table.indexes.flatMap((index) => [index.partitionKey, index.sortKey]);
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: table.partitionKey, AttributeType: 'S' },
        { AttributeName: table.sortKey, AttributeType: 'S' },
        ...keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
      ],
      KeySchema: keySchema(table.partitionKey, table.sortKey),
      GlobalSecondaryIndexes: table.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey.name, index.sortKey.name),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: table.timeToLive, Enabled: true },
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
}

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}
