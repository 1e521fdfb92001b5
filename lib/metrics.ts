/** Namespace of every metric; alarms in `cdk/` name it too. */
export const metricNamespace = 'Countersign';

export type MetricName = 'OldestOverdueSeconds' | 'EnrollmentsExpired' | 'SweepRefused' | 'DeliveryFailures' | 'MessagesSent';

/** CloudWatch reads metrics out of log lines of this form (embedded metric format): no call, no client. */
export function metricLine(name: MetricName, value: number, milliseconds: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: milliseconds,
      CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions: [[]], Metrics: [{ Name: name }] }],
    },
    [name]: value,
  });
}

export function putMetric(name: MetricName, value: number, milliseconds: number): void {
  console.info(metricLine(name, value, milliseconds));
}
