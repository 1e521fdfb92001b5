import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export type Item = Record<string, AttributeValue>;

/** Domain object to item; absent members are left out. */
export const toItem = (value: object): Item =>
  marshall(value, { removeUndefinedValues: true, convertClassInstanceToMap: false });

/** The stored attributes, for a codec to read into a domain type. */
export const fromItem = <T = Record<string, unknown>>(item: Item): T => unmarshall(item) as T;

/** An item as read, to be written under another key. */
export function withoutKeys<T extends object>(value: T): T {
  const { pk: _pk, sk: _sk, listPk: _listPk, listSk: _listSk, ...rest } = value as Record<string, unknown>;
  return rest as T;
}
