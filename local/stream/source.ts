import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { toLambdaRecord } from './lambda-record.ts';

export interface Page {
  readonly records: readonly DynamoDBRecord[];
  /** Where to continue; absent when the shard is closed and has been read to its end. */
  readonly next: string | undefined;
}

export interface StreamSource {
  /** Every shard that still holds records, parents before their children. */
  shards(): Promise<string[]>;
  /** Where to start reading: after a record, or at the oldest one. */
  position(shard: string, afterSequenceNumber: string | undefined): Promise<string>;
  page(position: string): Promise<Page>;
}

export function streamSource(client: DynamoDBStreamsClient, StreamArn: string, region: string): StreamSource {
  return {
    async shards() {
      const found: Shard[] = [];
      let ExclusiveStartShardId: string | undefined;
      do {
        const { StreamDescription } = await client.send(
          new DescribeStreamCommand({ StreamArn, ...(ExclusiveStartShardId && { ExclusiveStartShardId }) }),
        );
        found.push(...(StreamDescription?.Shards ?? []));
        ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
      } while (ExclusiveStartShardId);
      return parentsFirst(found);
    },
    async position(ShardId, after) {
      const iterator = (sequence: object) =>
        client.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...sequence } as never));
      const oldest = { ShardIteratorType: 'TRIM_HORIZON' };
      if (after === undefined) return (await iterator(oldest)).ShardIterator ?? '';
      try {
        const next = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
        return (await iterator(next)).ShardIterator ?? '';
      } catch (error) {
        // The checkpoint is older than the day that the stream is kept.
        if (!isNamed(error, 'TrimmedDataAccessException')) throw error;
        return (await iterator(oldest)).ShardIterator ?? '';
      }
    },
    async page(ShardIterator) {
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator, Limit: 100 }),
      );
      return {
        records: Records.map((record) => toLambdaRecord(record, StreamArn, region)),
        next: NextShardIterator,
      };
    },
  };
}

export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function parentsFirst(shards: readonly Shard[]): string[] {
  const parents = new Map(shards.map((shard) => [shard.ShardId, shard.ParentShardId]));
  const generation = (id: string | undefined): number =>
    id !== undefined && parents.has(id) ? 1 + generation(parents.get(id)) : 0;
  return shards
    .map((shard) => shard.ShardId ?? '')
    .sort((one, other) => generation(one) - generation(other) || one.localeCompare(other));
}
