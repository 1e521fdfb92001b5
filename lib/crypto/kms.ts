import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { KeyringPorts } from './keyring.ts';

/** KMS authenticates it with every wrapped key, and every role that may use the key has it as a condition. */
const EncryptionContext = { service: 'countersign' };

/** Wraps and unwraps data keys under the key `KeyId`, at `endpoint` or the one that the environment names. */
export function kmsWrapping(
  KeyId: string,
  endpoint?: string,
): Pick<KeyringPorts, 'generateDataKey' | 'unwrap'> {
  const client = new KMSClient({
    maxAttempts: 3,
    requestHandler: { requestTimeout: 2_000, throwOnRequestTimeout: true, connectionTimeout: 1_000 },
    ...(endpoint === undefined ? {} : { endpoint }),
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
