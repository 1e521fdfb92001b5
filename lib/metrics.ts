/** Namespace of every metric; alarms in `cdk/` use it too. */
export const metricNamespace = 'Countersign';

export type MetricName =
  | 'OldestOverdueSeconds'
  | 'EnrollmentsExpired'
  | 'SweepRefused'
  | 'SweepRunsUnrecorded'
  /** Messages that should have arrived and did not: given up, or too late to be useful. */
  | 'DeliveryFailures'
  | 'MessagesSent'
  /** What is billed: a long text counts as several. */
  | 'TextSegmentsSent'
  | 'NoticesHeldBack'
  /** Refused by the gateway itself. No function sees it, so the access log counts it. */
  | 'RequestsThrottled';

/** CloudWatch extracts metrics from log lines of this form (embedded metric format): no call, no client. */
function metricLine(name: MetricName, value: number, milliseconds: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: milliseconds,
      CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions: [[]], Metrics: [{ Name: name }] }],
    },
    [name]: value,
  });
}

/** Bypasses `console`: Lambda's JSON logging would wrap the line, and CloudWatch would not find the metric. */
export function putMetric(name: MetricName, value: number, milliseconds: number): void {
  process.stdout.write(`${metricLine(name, value, milliseconds)}\n`);
}
