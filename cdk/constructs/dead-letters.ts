import { Duration, Validations } from 'aws-cdk-lib';
import type { DlqDestinationConfig, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Where work ends that failed for good. It holds positions in the stream and fixed inputs, no personal data. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is a dead-letter queue itself: a person empties it, an alarm calls that person.',
    });
  }

  /** The destination of what a function failed at. The library's own one also grants reading the queue's attributes. */
  get destination(): { bind(_: unknown, sender: IFunction): DlqDestinationConfig } {
    return {
      bind: (_, sender) => {
        this.grant(sender, 'sqs:SendMessage');
        return { destination: this.queueArn };
      },
    };
  }
}
