import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { recordChange } from '../lib/actions/record-event.ts';
import { logFault } from '../lib/log.ts';
import type { FunctionDefinition } from './function.ts';
import { services } from './services.ts';

export const definition: FunctionDefinition = {
  name: 'record',
  description: 'Audit, counters and notices, from the stream of the table',
  routes: [],
  stream: true,
  needs: { table: ['PutItem', 'UpdateItem'] },
};

type Image = Record<string, AttributeValue> | undefined;

/** What failed is named, and the stream repeats from there: recording the same change again changes nothing. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { table } = services();
  const failures = await Promise.all(
    Records.map(async ({ dynamodb }) => {
      try {
        await recordChange(table, {
          before: dynamodb?.OldImage as Image,
          after: dynamodb?.NewImage as Image,
        });
        return [];
      } catch (error) {
        logFault(error, { function: 'record' });
        return [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}
