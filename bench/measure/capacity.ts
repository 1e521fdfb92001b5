import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lib/store/items.ts';

/** The capacity that a call reports as consumed: of one table, or of several. */
export function unitsIn(consumed: unknown): number {
  const parts = (Array.isArray(consumed) ? consumed : [consumed]) as { CapacityUnits?: number }[];
  return parts.reduce((sum, part) => sum + (part?.CapacityUnits ?? 0), 0);
}

export interface Target {
  readonly table: string | undefined;
  readonly key: Item;
}

/** The items that a call writes and whose size has to be looked up, because the database does not report the cost. */
export function targetsOf(name: string, input: object): Target[] {
  if (name === 'TransactWriteItems') {
    const { TransactItems = [] } = input as { TransactItems?: TransactWriteItem[] };
    return TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => {
      const part = Put ?? Update ?? Delete ?? ConditionCheck;
      return part ? [targetOf(part)] : [];
    });
  }
  return /^(Put|Update|Delete)Item$/.test(name) ? [targetOf(input)] : [];
}

interface Written {
  readonly TableName?: string | undefined;
  readonly Key?: Item | undefined;
  readonly Item?: Item | undefined;
}

function targetOf({ TableName, Key, Item }: Written): Target {
  const { pk, sk } = Key ?? Item ?? {};
  return { table: TableName, key: { ...(pk ? { pk } : {}), ...(sk ? { sk } : {}) } };
}
