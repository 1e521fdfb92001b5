export const metricNames = [
  'OldestOverdueSeconds',
  'EnrollmentsExpired',
  'SweepRefused',
  'SweepRunsUnrecorded',
  /** Messages that should have arrived and did not: given up, or too late to be useful. */
  'DeliveryFailures',
  'MessagesSent',
  /** What is billed: a long text counts as several. */
  'TextSegmentsSent',
  'NoticesHeldBack',
  /** Accepted by the provider, and reported as bounced, complained about or not arrived. */
  'MessagesUndelivered',
  'SignInsVerified',
  /** Right or wrong in themselves, but not accepted: the words of the metric say why. */
  'CodesWrong',
  'CodesSpent',
  'BudgetsExhausted',
  'PromptsUnanswered',
  'EnrollmentsConfirmed',
  /** Refused by the gateway itself. No function sees it, so the access log counts it. */
  'RequestsThrottled',
] as const;

export type MetricName = (typeof metricNames)[number];

export type Metrics = Readonly<Partial<Record<MetricName, number>>>;

/** CloudWatch extracts metrics from log lines of this form (embedded metric format): no call, no client. */
function metricLine(values: Metrics, milliseconds: number, namespace: string): string {
  return JSON.stringify({
    _aws: {
      Timestamp: milliseconds,
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[]], Metrics: Object.keys(values).map((Name) => ({ Name })) },
      ],
    },
    ...values,
  });
}

/** Bypasses `console`: Lambda's JSON logging would wrap the line, and CloudWatch would not find the metric. */
export function putMetrics(values: Metrics, milliseconds: number): void {
  // Deployments in one account share no metric, so each has a namespace of its own.
  const namespace = process.env['METRIC_NAMESPACE'] ?? 'countersign';
  process.stdout.write(`${metricLine(values, milliseconds, namespace)}\n`);
}

export const putMetric = (name: MetricName, value: number, milliseconds: number): void =>
  putMetrics({ [name]: value }, milliseconds);
