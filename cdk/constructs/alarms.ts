import { Duration, Stack } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, type AlarmProps, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { config } from '../../infra.config.ts';
import { type MetricName, metricNamespace } from '../../lib/metrics.ts';
import type { Deployment } from '../deployment.ts';
import type { ServiceFunctions } from './service-functions.ts';

const period = Duration.minutes(5);

interface Watched {
  readonly deployment: Deployment;
  readonly functions: ServiceFunctions;
  readonly stage: IHttpStage;
  readonly deadLetters: readonly IQueue[];
}

type AlarmRule = Omit<AlarmProps, 'evaluationPeriods'> & { readonly evaluationPeriods?: number };

/** The alarms that wake somebody. All go to one topic. */
export class Alarms extends Construct {
  /** Where all of them go. */
  readonly topic: Topic;
  readonly #action: SnsAction;

  readonly #name: string;

  constructor(scope: Construct, id: string, { deployment, functions, stage, deadLetters }: Watched) {
    super(scope, id);
    this.#name = deployment.name;
    this.topic = this.#topic(deployment.alarmsTo);
    this.#action = new SnsAction(this.topic);
    this.#functions(functions);
    this.#add('server-errors', {
      // Lambda counts it as a success when a function itself answers 500 or 503: only the gateway sees all of them.
      alarmDescription: 'A function or the gateway answered callers with status 500 or above.',
      metric: stage.metricServerError({ period, statistic: 'sum' }),
      threshold: 1,
    });
    this.#add('requests-throttled', {
      alarmDescription:
        'The gateway refused calls because there were too many, to one open route or in total.',
      metric: ownMetric('RequestsThrottled', 'sum'),
      threshold: 1,
    });
    for (const queue of deadLetters) {
      this.#add(queue.node.id, {
        alarmDescription: 'Work failed for good. Inspect it, then put it back.',
        metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'max' }),
        threshold: 1,
      });
    }
    this.#add('overdue-enrollments', {
      alarmDescription: 'The sweep is late or has not run: accounts that should have expired stay open.',
      metric: ownMetric('OldestOverdueSeconds', 'max'),
      threshold: 3 * 60 * config.schedules['expire-enrollments'].everyMinutes,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.#add('sweep-refused', {
      alarmDescription:
        'More accounts were due to expire than the breaker allows, so the sweep expired none.',
      metric: ownMetric('SweepRefused', 'sum'),
      threshold: 1,
    });
    this.#add('sweep-unrecorded', {
      alarmDescription: 'A run of the sweep left no record: the console shows fewer runs than took place.',
      metric: ownMetric('SweepRunsUnrecorded', 'sum'),
      threshold: 1,
    });
    this.#add('delivery-failures', {
      alarmDescription:
        'Mails or texts were given up or sent too late: people are waiting for codes that do not arrive.',
      metric: ownMetric('DeliveryFailures', 'sum'),
      threshold: 1,
    });
  }

  #functions(functions: ServiceFunctions): void {
    for (const { name, stream } of functions.definitions) {
      const metrics = functions.get(name);
      this.#add(`${name}-errors`, {
        alarmDescription: `${name} threw an error or timed out: the gateway answered for it, or the work is being repeated.`,
        metric: metrics.metricErrors({ period }),
        threshold: 1,
      });
      this.#add(`${name}-throttles`, {
        alarmDescription: `${name} did not run because no concurrency was left.`,
        metric: metrics.metricThrottles({ period }),
        threshold: 1,
      });
      if (stream) {
        this.#add(`${name}-behind`, {
          alarmDescription: `${name} lags behind the table's stream, which forgets after 24 hours.`,
          metric: metrics.metric('IteratorAge', { period, statistic: 'max' }),
          threshold: Duration.minutes(5).toMilliseconds(),
        });
      }
    }
  }

  #topic(receiver: string): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    // The topic's own policy replaces the default one that lets CloudWatch publish.
    topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    topic.addSubscription(new EmailSubscription(receiver));
    return topic;
  }

  #add(name: string, rule: AlarmRule): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${this.#name}-${name}`,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...rule,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
  }
}

/** A metric that the functions write as a log line, without dimensions. */
const ownMetric = (metricName: MetricName, statistic: string) =>
  new Metric({ namespace: metricNamespace, metricName, statistic, period });
