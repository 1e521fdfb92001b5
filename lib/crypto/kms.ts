import { DecryptCommand, GenerateDataKeyCommand, KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import type { KeyringPorts } from './keyring.ts';

/** Authenticated by KMS with every wrapped key, and a condition of every role that may use the key. */
const EncryptionContext = { service: 'countersign' };

/**
 * Wraps and unwraps data keys under the key `KeyId`.
 *
 * @param at where KMS is, if not where the environment says when it is first called
 */
export function kmsWrapping(
  KeyId: string,
  at: Pick<KMSClientConfig, 'endpoint'> = {},
): Pick<KeyringPorts, 'generateDataKey' | 'unwrap'> {
  const client = new KMSClient({
    ...at,
    maxAttempts: 3,
    requestHandler: { requestTimeout: 2_000, throwOnRequestTimeout: true, connectionTimeout: 1_000 },
  });
  return {
    async generateDataKey() {
      const made = await client.send(
        new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }),
      );
      if (!made.Plaintext || !made.CiphertextBlob) throw new Error('KMS returned no data key');
      return { plain: made.Plaintext, wrapped: made.CiphertextBlob };
    },
    async unwrap(CiphertextBlob) {
      const { Plaintext } = await client.send(
        new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }),
      );
      if (!Plaintext) throw new Error('KMS returned no key');
      return Plaintext;
    },
  };
}
