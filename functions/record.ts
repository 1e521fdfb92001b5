import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type {
  DynamoDBBatchItemFailure,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import { recordChange } from '../lib/actions/audit/record-event.ts';
import { logFault } from '../lib/log.ts';
import { laneOf } from '../lib/store/counters.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services } from './wiring/services.ts';

export const definition: FunctionDefinition = {
  name: 'record',
  description: 'Audit, counters and notices, from the stream of the table',
  routes: [],
  stream: true,
  needs: { table: ['PutItem', 'UpdateItem'], audit: true },
};

type Image = Record<string, AttributeValue> | undefined;

/**
 * Reports what failed, and the stream repeats from there: recording the same change again changes nothing. Changes
 * that count in the same shard go one after the other; at the same time they would only conflict.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const lanes = Map.groupBy(Records, ({ dynamodb }) => laneOf(dynamodb?.Keys?.['pk']?.S ?? ''));
  const failures = await Promise.all([...lanes.values()].map(recordInOrder));
  return { batchItemFailures: failures.flat() };
}

async function recordInOrder(records: readonly DynamoDBRecord[]): Promise<DynamoDBBatchItemFailure[]> {
  const { table } = services();
  const failures: DynamoDBBatchItemFailure[] = [];
  for (const { dynamodb } of records) {
    try {
      await recordChange(table, {
        before: dynamodb?.OldImage as Image,
        after: dynamodb?.NewImage as Image,
      });
    } catch (error) {
      logFault(error, { function: 'record' });
      failures.push({ itemIdentifier: dynamodb?.SequenceNumber ?? '' });
    }
  }
  return failures;
}
