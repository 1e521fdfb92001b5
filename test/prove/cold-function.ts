import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createKeyring } from '../../lib/crypto/keyring.ts';
import { kmsWrapping } from '../../lib/crypto/kms.ts';
import { wrappedKeys } from '../../lib/store/data-keys.ts';
import { cachedPolicy } from '../../lib/store/policy.ts';
import { Api } from '../support/api.ts';
import { keyId, region, type World } from '../support/world.ts';

interface Behind {
  readonly database: string;
  readonly kms: string;
  /** How long a call may take; a function in production waits two seconds. */
  readonly timeoutMilliseconds?: number;
}

/** A function of the same deployment that has just started: it holds no key and no policy, and sees AWS through these. */
export function coldFunction(
  { services, tableName }: World,
  { database, kms, timeoutMilliseconds: requestTimeout = 400 }: Behind,
): { readonly api: Api; readonly client: DynamoDBClient; readonly stop: () => void } {
  const client = new DynamoDBClient({
    endpoint: database,
    region,
    credentials: { accessKeyId: tableName, secretAccessKey: 'none' },
    maxAttempts: 3,
    requestHandler: { requestTimeout, throwOnRequestTimeout: true, httpAgent: { maxSockets: 512 } },
  });
  const table = { client, name: tableName };
  const { clock } = services;
  const policy = cachedPolicy(table, clock);
  const wrapping = kmsWrapping(keyId, { endpoint: kms });
  const keyring = createKeyring({ ...wrappedKeys(table), ...wrapping, clock });
  const settings = async () => (await policy()).settings;
  return {
    api: new Api({ ...services, table, policy, settings, keyring }),
    client,
    stop: () => client.destroy(),
  };
}
