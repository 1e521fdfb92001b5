import { Duration } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MetricName } from '../../lib/metrics.ts';
import type { Deployment } from '../deployment.ts';
import { ownMetric, period, sumOf } from './alarms.ts';
import type { ServiceFunctions } from './service-functions.ts';

interface Shown {
  readonly deployment: Deployment;
  readonly stage: IHttpStage;
  readonly functions: ServiceFunctions;
  readonly tableName: string;
}

/** What operators look at first, on one page of CloudWatch: what people meet, then what it costs. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { deployment, stage, functions, tableName }: Shown) {
    super(scope, id);
    const own = (metricName: MetricName, label: string, statistic = 'sum') =>
      ownMetric(deployment, metricName, statistic).with({ label });
    const table = (metricName: string, label: string) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        label,
        statistic: 'sum',
        period,
        dimensionsMap: { TableName: tableName },
      });
    const requests = stage.metricCount({ period, statistic: 'sum', label: 'requests' });
    const invocations = sumOf(
      functions.all.map((one) => one.metricInvocations({ period })),
      'invocations',
    );
    const latency = (statistic: string) => stage.metricLatency({ period, statistic, label: statistic });

    const dashboard = new CloudWatchDashboard(this, 'Board', {
      dashboardName: deployment.name,
      defaultInterval: Duration.hours(24),
    });
    dashboard.addWidgets(
      graph('Sign-ins', [own('SignInsVerified', 'verified'), own('EnrollmentsConfirmed', 'enrolled')]),
      graph('Refused codes, by reason', [
        own('CodesWrong', 'wrong'),
        own('CodesSpent', 'used before'),
        own('BudgetsExhausted', 'too many guesses'),
        own('PromptsUnanswered', 'not answered'),
      ]),
      graph('Latency at the gateway, in milliseconds', ['p50', 'p95', 'p99'].map(latency)),
    );
    dashboard.addWidgets(
      graph('Messages', [
        own('MessagesSent', 'sent'),
        own('DeliveryFailures', 'not sent'),
        own('MessagesUndelivered', 'did not arrive'),
        own('NoticesHeldBack', 'notices held back'),
      ]),
      graph('Overdue enrollments: the oldest, in seconds', [own('OldestOverdueSeconds', 'oldest', 'max')]),
      graph('Refused by the gateway, and failed', [
        stage.metricClientError({ period, statistic: 'sum', label: 'status 4xx' }),
        stage.metricServerError({ period, statistic: 'sum', label: 'status 5xx' }),
        own('RequestsThrottled', 'too many'),
      ]),
    );
    dashboard.addWidgets(
      graph('What costs: requests and invocations', [requests, invocations]),
      graph('What costs: units of the table', [
        table('ConsumedReadCapacityUnits', 'read'),
        table('ConsumedWriteCapacityUnits', 'write'),
      ]),
      graph('What costs: texts, by the unit that is paid', [own('TextSegmentsSent', 'text segments')]),
    );
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 8, height: 6, leftYAxis: { min: 0, showUnits: false } });
