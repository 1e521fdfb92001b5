import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { eventIdOf, type Item } from './items.ts';

/** One connection to the table. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** Retries are the SDK's, in one layer; a request that hangs is aborted long before the function's own limit. */
export function connect(name: string): Table {
  const requestHandler = { requestTimeout: 2_000, throwOnRequestTimeout: true, connectionTimeout: 1_000 };
  return { client: new DynamoDBClient({ maxAttempts: 3, requestHandler }), name };
}

export type Write = { readonly [K in keyof Omit<TransactWriteItem, '$unknown'>]: TransactWriteItem[K] };

/** The maximum that DynamoDB accepts in one transaction. */
export const mostWrites = 100;

/** Why a conditional write did not happen: the item as stored, if the condition on it failed. */
export interface Refused {
  readonly current: Item | undefined;
  /** The first condition of a transaction held; a later one did not. */
  readonly later?: boolean;
}

/**
 * A single write met a transaction over the same item: nothing was written, and the error does not include the item.
 * The SDK does not retry this.
 */
export const isConflict = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TransactionConflictException';

/** Whether an error means "the condition did not hold"; anything else is a fault and is rethrown. */
export function refusal(error: unknown): Refused | undefined {
  if (error instanceof ConditionalCheckFailedException) return { current: error.Item };
  if (error instanceof TransactionCanceledException) {
    const reasons = error.CancellationReasons ?? [];
    const known = reasons.every(({ Code }) =>
      ['None', 'ConditionalCheckFailed', 'TransactionConflict'].includes(Code ?? 'None'),
    );
    const [first, ...later] = reasons.map(({ Code }) => Code);
    const failed = first === 'None' && later.includes('ConditionalCheckFailed');
    if (known) return { current: reasons[0]?.Item, later: failed };
  }
  return undefined;
}

/**
 * Whether a conditional write was carried out: false when its condition did not hold.
 *
 * @param event that the written item carries. The SDK repeats a request whose answer was lost; if the item carries
 * this very event, our own write refused the repetition.
 */
export async function heldBy(write: Promise<unknown>, event?: { readonly id: string }): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    const refused = refusal(error);
    if (!refused) throw error;
    return event !== undefined && eventIdOf(refused.current) === event.id;
  }
}
