import type { IncomingMessage } from 'node:http';

/** What may go wrong with one call between a function and a service of AWS. */
export const faults = [
  'throttled',
  'error before',
  'error after',
  'silence after',
  'dropped before',
  'dropped after',
  'delivered twice',
  'conflict',
  'some deferred',
  'slow',
] as const;

export type Fault = (typeof faults)[number];

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const throttling: Refusal = { status: 400, type: 'ThrottlingException', message: 'Rate exceeded' };
const provisioned: Refusal = {
  status: 400,
  type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'The level of configured provisioned throughput for the table was exceeded',
};
const internal: Refusal = { status: 500, type: 'InternalServerError', message: 'Internal server error' };
const dynamo = 'com.amazonaws.dynamodb.v20120810#';

const refuse = ({ status, type, message }: Refusal, more: object = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from(JSON.stringify({ __type: type, message, Message: message, ...more })),
});

/** What the service itself would say; of which kind a throttling is depends on the operation, as with DynamoDB. */
export function refusalOf(
  fault: Extract<Fault, 'throttled' | 'error before' | 'conflict'>,
  operation: string,
  body: Buffer,
): Reply {
  if (fault === 'error before') return refuse(internal);
  if (fault === 'throttled') return refuse(/Item|Query/.test(operation) ? provisioned : throttling);
  const message = 'Transaction is ongoing for the item';
  if (operation !== 'TransactWriteItems') {
    return refuse({ status: 400, type: `${dynamo}TransactionConflictException`, message });
  }
  const { TransactItems = [] } = JSON.parse(body.toString()) as { TransactItems?: unknown[] };
  const CancellationReasons = TransactItems.map((_, place) =>
    place === 0 ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
  );
  const cancelled = {
    status: 400,
    type: `${dynamo}TransactionCanceledException`,
    message: 'Transaction cancelled',
  };
  return refuse(cancelled, { CancellationReasons });
}

export const isDeferring = (operation: string): boolean => operation === 'BatchGetItem';

interface Batch {
  readonly RequestItems: Record<string, { readonly Keys: object[] }>;
}

/** Reads all but one key of each table, and names that one as not processed. */
export async function deferSome(body: Buffer, forward: (body: Buffer) => Promise<Reply>): Promise<Reply> {
  const batch = JSON.parse(body.toString()) as Batch;
  const kept: Record<string, object> = {};
  const deferred: Record<string, object> = {};
  for (const [table, wanted] of Object.entries(batch.RequestItems)) {
    if (wanted.Keys.length < 2) kept[table] = wanted;
    else {
      kept[table] = { ...wanted, Keys: wanted.Keys.slice(1) };
      deferred[table] = { ...wanted, Keys: wanted.Keys.slice(0, 1) };
    }
  }
  const reply = await forward(Buffer.from(JSON.stringify({ ...batch, RequestItems: kept })));
  const answered = { ...JSON.parse(reply.body.toString()), UnprocessedKeys: deferred };
  const { 'content-length': _length, ...headers } = reply.headers;
  return { ...reply, headers, body: Buffer.from(JSON.stringify(answered)) };
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}
