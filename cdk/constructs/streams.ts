import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { keys } from '../../lib/store/keys.ts';
import { DeadLetterQueue } from './dead-letters.ts';
import type { ServiceFunctions } from './service-functions.ts';
import type { ServiceTable } from './table.ts';

/** How each function reads the stream, which keeps a record for 24 hours. */
const readers = {
  // Half of the 24 hours: what fails for good is then still in the stream, where its dead letter points.
  record: {
    filter: { dynamodb: { NewImage: { event: { M: { id: { S: FilterRule.exists() } } } } } },
    batchSize: 50,
    parallelizationFactor: 4,
    retryAttempts: 50,
    maxRecordAge: Duration.hours(12),
  },
  // Small batches and few retries, because messages are sent one after the other and `retry-messages` takes over the
  // rest.
  deliver: {
    filter: {
      eventName: FilterRule.isEqual('INSERT'),
      dynamodb: { NewImage: { pk: { S: FilterRule.beginsWith(keys.message('').pk) } } },
    },
    batchSize: 5,
    parallelizationFactor: 10,
    retryAttempts: 3,
    maxRecordAge: Duration.minutes(15),
  },
} as const;

/** The table's stream to `record` (audit, counters) and `deliver` (messages). */
export class Streams extends Construct {
  readonly deadLetters: readonly DeadLetterQueue[];

  constructor(scope: Construct, id: string, table: ServiceTable, functions: ServiceFunctions) {
    super(scope, id);
    this.deadLetters = Object.entries(readers).map(([name, { filter, ...reader }]) => {
      const deadLetters = new DeadLetterQueue(this, `${name}-dead-letters`);
      const target = functions.get(name);
      const mapping = new EventSourceMapping(this, name, {
        target,
        eventSourceArn: table.streamArn,
        // From the oldest record: nothing written while the mapping is created may miss its audit.
        startingPosition: StartingPosition.TRIM_HORIZON,
        ...reader,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        filters: [FilterCriteria.filter(filter)],
        onFailure: deadLetters.destination,
      });
      // Lambda refuses a mapping whose role cannot read the stream yet.
      if (target.role) mapping.node.addDependency(target.role);
      return deadLetters;
    });
  }
}
