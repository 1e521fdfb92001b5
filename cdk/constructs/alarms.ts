import { Duration, Stack } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  type AlarmProps,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { config } from '../../infra.config.ts';
import type { MetricName } from '../../lib/metrics.ts';
import type { Deployment } from '../deployment.ts';
import type { ServiceFunctions } from './service-functions.ts';

export const period = Duration.minutes(5);

interface Watched {
  readonly deployment: Deployment;
  readonly functions: ServiceFunctions;
  readonly stage: IHttpStage;
  readonly deadLetters: readonly IQueue[];
}

type AlarmRule = Omit<AlarmProps, 'evaluationPeriods'> & { readonly evaluationPeriods?: number };

/** A metric that the functions of a deployment write as a log line, without dimensions. */
export const ownMetric = (deployment: Deployment, metricName: MetricName, statistic: string): Metric =>
  new Metric({ namespace: deployment.name, metricName, statistic, period });

/** Alarms to one receiver; the entry of docs/runbook.md with the alarm's name says what to do. */
export class AlarmGroup extends Construct {
  readonly topic: Topic;
  readonly #action: SnsAction;
  readonly #name: string;

  constructor(scope: Construct, id: string, { name, alarmsTo }: Deployment) {
    super(scope, id);
    this.#name = name;
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // The topic's own policy replaces the default one that lets CloudWatch publish.
    this.topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic.addSubscription(new EmailSubscription(alarmsTo));
    this.#action = new SnsAction(this.topic);
  }

  /** Raised by a single occurrence, unless the rule says otherwise. */
  add(name: string, rule: AlarmRule): Alarm {
    const alarm = new Alarm(this, name, {
      alarmName: `${this.#name}-${name}`,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...rule,
      alarmDescription: `${rule.alarmDescription} See docs/runbook.md#${name}`,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    return alarm;
  }
}

/** The alarms of the service. */
export class Alarms extends AlarmGroup {
  constructor(scope: Construct, id: string, { deployment, functions, stage, deadLetters }: Watched) {
    super(scope, id, deployment);
    const own = (name: MetricName, statistic = 'sum') => ownMetric(deployment, name, statistic);
    this.#functions(functions);
    this.add('server-errors', {
      // Lambda counts it as a success when a function itself answers 500 or 503: only the gateway sees all of them.
      alarmDescription: 'A function or the gateway answered callers with status 500 or above.',
      metric: stage.metricServerError({ period, statistic: 'sum' }),
      threshold: 1,
    });
    this.add('requests-throttled', {
      alarmDescription:
        'The gateway refused calls because there were too many, to one open route or in total.',
      metric: own('RequestsThrottled'),
      threshold: 1,
    });
    for (const queue of deadLetters) {
      this.add(queue.node.id, {
        alarmDescription: 'Work failed for good. Inspect it, then put it back.',
        metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'max' }),
        threshold: 1,
      });
    }
    this.add('overdue-enrollments', {
      alarmDescription: 'The sweep is late or has not run: accounts that should have expired stay open.',
      metric: own('OldestOverdueSeconds', 'max'),
      threshold: 3 * 60 * config.schedules['expire-enrollments'].everyMinutes,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.add('sweep-refused', {
      alarmDescription:
        'More accounts were due to expire than the breaker allows, so the sweep expired none.',
      metric: own('SweepRefused'),
      threshold: 1,
    });
    this.add('sweep-unrecorded', {
      alarmDescription: 'A run of the sweep left no record: the console shows fewer runs than took place.',
      metric: own('SweepRunsUnrecorded'),
      threshold: 1,
    });
    this.add('delivery-failures', {
      alarmDescription:
        'Mails or texts were given up or sent too late: people are waiting for codes that do not arrive.',
      metric: own('DeliveryFailures'),
      threshold: 1,
    });
    this.add('messages-undelivered', {
      alarmDescription: 'More than one message in twenty bounced, was complained about or did not arrive.',
      metric: new MathExpression({
        // One of a handful would be many; and SES reviews an account from one in twenty on.
        expression: 'IF(sent >= 20, 100 * undelivered / sent, 0)',
        usingMetrics: {
          sent: own('MessagesSent').with({ period: Duration.hours(1) }),
          undelivered: own('MessagesUndelivered').with({ period: Duration.hours(1) }),
        },
        period: Duration.hours(1),
        label: 'percent',
      }),
      threshold: 5,
    });
  }

  /** The gateway counts the errors and throttles of functions that answer routes; nobody counts those of the others. */
  #functions(functions: ServiceFunctions): void {
    const background = functions.definitions.filter(
      ({ name, stream, reports }) => stream || reports || isScheduled(name),
    );
    for (const { name, stream } of background) {
      const metrics = functions.get(name);
      this.add(`${name}-errors`, {
        alarmDescription: `${name} threw an error or timed out; its work is repeated.`,
        metric: metrics.metricErrors({ period }),
        threshold: 1,
      });
      if (!stream) continue;
      this.add(`${name}-behind`, {
        alarmDescription: `${name} lags behind the table's stream, which forgets after 24 hours.`,
        metric: metrics.metric('IteratorAge', { period, statistic: 'max' }),
        threshold: Duration.minutes(5).toMilliseconds(),
      });
    }
    this.add('background-throttles', {
      alarmDescription: 'Work of the stream or of a schedule did not run because no concurrency was left.',
      metric: sumOf(
        background.map(({ name }) => functions.get(name).metricThrottles({ period })),
        'throttles',
      ),
      threshold: 1,
    });
  }
}

const isScheduled = (name: string): boolean =>
  Object.values(config.schedules).some((schedule) => schedule.function === name);

/** An alarm's expression takes at most ten metrics. */
export function sumOf(metrics: readonly IMetric[], label: string): MathExpression {
  const names = metrics.map((metric, index) => [`m${index}`, metric] as const);
  return new MathExpression({
    expression: names.map(([name]) => name).join(' + '),
    usingMetrics: Object.fromEntries(names),
    label,
    period,
  });
}
