import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { KeyringPorts, WrappedKey } from '../crypto/keyring.ts';
import { refusal, type Table } from './client.ts';
import { fromItem, toItem } from './items.ts';
import { keys } from './keys.ts';
import { partition, queryAll } from './query.ts';

/** The data keys as the table stores them: wrapped by KMS, useless without it. */
export function wrappedKeys(table: Table): Pick<KeyringPorts, 'readWrappedKeys' | 'addWrappedKey'> {
  const { client, name } = table;
  return {
    async readWrappedKeys() {
      const items = await queryAll(table, { ...partition(keys.dataKey(0).pk), ConsistentRead: true });
      return new Map(
        items.map((item) => {
          const { sk, wrapped, madeAt = 0 } = fromItem<Partial<WrappedKey> & { readonly sk: string }>(item);
          return [Number(sk), { wrapped: wrapped ?? new Uint8Array(), madeAt }];
        }),
      );
    },
    async addWrappedKey(id, key) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: name,
            Item: toItem({ ...keys.dataKey(id), ...key }),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return true;
      } catch (error) {
        if (refusal(error)) return false;
        throw error;
      }
    },
  };
}
