import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { KeyringPorts, WrappedKey } from '../crypto/keyring.ts';
import { refusal, type Table } from './client.ts';
import { fromItem, toItem } from './items.ts';
import { keys } from './keys.ts';

/** The data keys as the table keeps them: wrapped by KMS, useless without it. */
export function wrappedKeys({
  client,
  name,
}: Table): Pick<KeyringPorts, 'readWrappedKeys' | 'addWrappedKey'> {
  return {
    async readWrappedKeys() {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: keys.dataKey(0).pk } },
          ConsistentRead: true,
        }),
      );
      return new Map(
        Items.map((item) => {
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
