/**
 * List prices in US dollars: AWS in us-east-1 without any free tier, others as they publish them. When you change
 * one, change its date. AWS renders its price tables by script, so most were read from pages that quote them.
 */
export const pricesReadOn = '2026-11-22';

interface Price {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

export const prices = {
  readUnits: {
    usd: 0.125,
    per: 'million read request units of DynamoDB, on demand',
    source:
      'aws.amazon.com/dynamodb/pricing/on-demand, quoted by airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  writeUnits: {
    usd: 0.625,
    per: 'million write request units of DynamoDB, on demand',
    source:
      'aws.amazon.com/dynamodb/pricing/on-demand, quoted by airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  gatewayCalls: {
    usd: 1,
    per: 'million calls of an HTTP API',
    source: 'aws.amazon.com/api-gateway/pricing, its worked example as of 2026-09-20',
  },
  invocations: {
    usd: 0.2,
    per: 'million invocations of Lambda',
    source: 'aws.amazon.com/lambda/pricing, as of 2026-09-20',
  },
  gigabyteSeconds: {
    usd: 13.3334,
    per: 'million GB-seconds of Lambda on arm64',
    source: 'aws.amazon.com/lambda/pricing, quoted by cloudchipr.com/blog/aws-lambda-pricing',
  },
  edgeRequests: {
    usd: 1.6,
    per: 'million requests through CloudFront (1.00, HTTPS) and its firewall (0.60)',
    source: 'aws.amazon.com/cloudfront/pricing, aws.amazon.com/waf/pricing; not read again',
  },
  alarmMetrics: {
    usd: 0.1,
    per: 'metric that an alarm watches, and month',
    source: 'aws.amazon.com/cloudwatch/pricing, quoted by go-cloud.io/aws-api-gateway-pricing',
  },
  ownMetrics: {
    usd: 0.3,
    per: 'metric of our own, and month',
    source: 'aws.amazon.com/cloudwatch/pricing, as of 2026-09-20',
  },
  dashboards: {
    usd: 3,
    per: 'dashboard and month; an account has three without charge',
    source: 'aws.amazon.com/cloudwatch/pricing, as of 2026-09-20',
  },
  keys: { usd: 1, per: 'key of KMS, and month', source: 'aws.amazon.com/kms/pricing, as of 2026-09-20' },
  firewalls: { usd: 5, per: 'web ACL and month', source: 'aws.amazon.com/waf/pricing, as of 2026-09-20' },
  firewallRules: {
    usd: 1,
    per: 'rule of a web ACL, and month',
    source: 'aws.amazon.com/waf/pricing, as of 2026-09-20',
  },
  logGigabytes: {
    usd: 0.5,
    per: 'GB taken by CloudWatch Logs',
    source: 'aws.amazon.com/cloudwatch/pricing, quoted by go-cloud.io/aws-api-gateway-pricing',
  },
} as const satisfies Record<string, Price>;

/** What cannot be counted here, in words wherever a figure depends on it. */
export const assumed = {
  /** For an HTTP function: two calls to DynamoDB of a few milliseconds each. */
  requestMilliseconds: 10,
  /** For `record`, for one event. */
  recordMilliseconds: 10,
  /** A line of the gateway's access log. */
  logBytes: 400,
  /** For prices per user and month: a sign-in on every working day. */
  signInsPerUserAndMonth: 20,
} as const;

interface Peer extends Price {
  readonly name: string;
  readonly by: 'verification' | 'user and month';
}

/** The price of a verified sign-in elsewhere. These prices include a product and support, some a directory. */
export const peers: readonly Peer[] = [
  {
    name: 'Twilio Verify',
    by: 'verification',
    usd: 0.05,
    per: 'successful verification, plus the fee of the channel',
    source: 'twilio.com/en-us/verify/pricing, as quoted on 2026-10-07',
  },
  {
    name: 'Telnyx Verify',
    by: 'verification',
    usd: 0.03,
    per: 'successful verification, plus the fee of the channel',
    source: 'telnyx.com/pricing/verify-api, as of 2026-07-11',
  },
  {
    name: 'Duo Essentials',
    by: 'user and month',
    usd: 3,
    per: 'user and month',
    source: 'duo.com/editions-and-pricing, as quoted in 2026',
  },
  {
    name: 'Amazon Cognito Plus',
    by: 'user and month',
    usd: 0.02,
    per: 'monthly active user',
    source: 'aws.amazon.com/cognito/pricing, as of 2026-09-20',
  },
  {
    name: 'Amazon Cognito Essentials',
    by: 'user and month',
    usd: 0.015,
    per: 'monthly active user',
    source: 'aws.amazon.com/cognito/pricing, as of 2026-09-20',
  },
];
