import { Duration, Validations } from 'aws-cdk-lib';
import type { DlqDestinationConfig, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Where work that failed for good ends up. It holds positions in the stream and fixed inputs, no personal data. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is itself a dead-letter queue: an alarm calls a person, who empties it.',
    });
  }

  /**
   * The destination of a function's failed work. The library's own one also grants reading the queue's attributes.
   */
  get destination(): { bind(_: unknown, sender: IFunction): DlqDestinationConfig } {
    return {
      bind: (_, sender) => {
        this.grant(sender, 'sqs:SendMessage');
        return { destination: this.queueArn };
      },
    };
  }
}
