import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type {
  DynamoDBBatchItemFailure,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import { recordChange } from '../lib/actions/audit/record-event.ts';
import type { AuditEvent } from '../lib/domain/events.ts';
import { logFault } from '../lib/log.ts';
import { type MetricName, putMetrics } from '../lib/metrics.ts';
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

type MetricSums = Partial<Record<MetricName, number>>;

/** What the dashboard shows of an event. An event that the stream repeats is counted once. */
function metricOf({ type, details }: AuditEvent): MetricName | undefined {
  switch (type) {
    case 'verification.succeeded':
      return 'SignInsVerified';
    case 'verification.failed':
      return 'locked' in details || 'throttled' in details ? 'BudgetsExhausted' : 'CodesWrong';
    case 'verification.spent-code':
      return 'CodesSpent';
    case 'verification.unanswered':
      return 'PromptsUnanswered';
    case 'enrollment.confirmed':
      return 'EnrollmentsConfirmed';
    default:
      return undefined;
  }
}

type Image = Record<string, AttributeValue> | undefined;

/**
 * Reports what failed, and the stream repeats from there: recording the same change again changes nothing. Changes
 * that count in the same shard go one after the other; at the same time they would only conflict.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const counts: MetricSums = {};
  const lanes = Map.groupBy(Records, ({ dynamodb }) => laneOf(dynamodb?.Keys?.['pk']?.S ?? ''));
  const failures = await Promise.all([...lanes.values()].map((lane) => recordInOrder(lane, counts)));
  if (Object.keys(counts).length > 0) putMetrics(counts, services().clock());
  return { batchItemFailures: failures.flat() };
}

async function recordInOrder(
  records: readonly DynamoDBRecord[],
  counts: MetricSums,
): Promise<DynamoDBBatchItemFailure[]> {
  const { table } = services();
  const failures: DynamoDBBatchItemFailure[] = [];
  for (const { dynamodb } of records) {
    try {
      const event = await recordChange(table, {
        before: dynamodb?.OldImage as Image,
        after: dynamodb?.NewImage as Image,
      });
      const metric = event && metricOf(event);
      if (metric) counts[metric] = (counts[metric] ?? 0) + 1;
    } catch (error) {
      logFault(error, { function: 'record' });
      failures.push({ itemIdentifier: dynamodb?.SequenceNumber ?? '' });
    }
  }
  return failures;
}
