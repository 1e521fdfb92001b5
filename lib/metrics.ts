/** Namespace of every metric; alarms in `cdk/` name it too. */
export const metricNamespace = 'Countersign';

export type MetricName =
  | 'OldestOverdueSeconds'
  | 'EnrollmentsExpired'
  | 'SweepRefused'
  | 'SweepRunsUnrecorded'
  /** Messages that should have arrived and did not: given up, or too late to be of use. */
  | 'DeliveryFailures'
  | 'MessagesSent'
  /** What is paid for: a long text is several. */
  | 'TextSegmentsSent'
  | 'NoticesHeldBack'
  /** Refused by the gateway itself. No function knows of it: it is counted in the access log. */
  | 'RequestsThrottled';

/** CloudWatch reads metrics out of log lines of this form (embedded metric format): no call, no client. */
function metricLine(name: MetricName, value: number, milliseconds: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: milliseconds,
      CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions: [[]], Metrics: [{ Name: name }] }],
    },
    [name]: value,
  });
}

/** Past `console`: Lambda's JSON logging would wrap the line, and CloudWatch would not see the metric in it. */
export function putMetric(name: MetricName, value: number, milliseconds: number): void {
  process.stdout.write(`${metricLine(name, value, milliseconds)}\n`);
}
