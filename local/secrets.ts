import { generateKeyPair, type JsonWebKey, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { DataFolder } from './data-folder.ts';

const file = 'secrets.json';

/** Created on the first start and stored with the data, so that stored rows and access tokens survive a restart. */
export interface Secrets {
  /** Names the database within DynamoDB Local, and is therefore the only thing that opens it. */
  readonly databaseAccessKeyId: string;
  /** The KMS stand-in's master key, base64. */
  readonly masterKey: string;
  readonly cookieKey: string;
  /** Signs access tokens. */
  readonly signingKey: JsonWebKey & { kid: string };
}

export async function openSecrets(folder: DataFolder): Promise<Secrets> {
  const kept = folder.read<Secrets>(file);
  if (kept) return kept;
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const made: Secrets = {
    databaseAccessKeyId: `LOCAL${randomBytes(16).toString('hex').toUpperCase()}`,
    masterKey: randomBytes(32).toString('base64'),
    cookieKey: randomBytes(32).toString('base64url'),
    signingKey: {
      ...pair.privateKey.export({ format: 'jwk' }),
      kid: randomBytes(6).toString('hex'),
      use: 'sig',
      alg: 'RS256',
    },
  };
  folder.write(file, made);
  return made;
}
