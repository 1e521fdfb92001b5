import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readBody, serve } from '../http.ts';

const nonceBytes = 12;
const tagBytes = 16;
const bodyLimit = 64 * 1024;
const dataKeyBytes = { AES_256: 32, AES_128: 16 };

interface KmsRequest {
  readonly KeyId?: string;
  readonly EncryptionContext?: Record<string, string>;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly KeySpec?: keyof typeof dataKeyBytes;
  readonly NumberOfBytes?: number;
}

class KmsRefusal extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

/**
 * Implements as much of AWS KMS as the unmodified SDK client needs; its one symmetric key is `masterKey` (base64).
 */
export async function startKms(
  masterKey: string,
  keyId: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const operations = keyOperations(Buffer.from(masterKey, 'base64'), keyId);
  return serve(async (request, response) => {
    const name = String(request.headers['x-amz-target'] ?? '').replace('TrentService.', '');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    try {
      const operation = Object.hasOwn(operations, name)
        ? operations[name as keyof typeof operations]
        : undefined;
      if (!operation) throw new KmsRefusal('UnsupportedOperationException', name);
      const body = (await readBody(request, bodyLimit)) ?? Buffer.alloc(0);
      answer(200, operation(JSON.parse(body.toString()) as KmsRequest));
    } catch (error) {
      const { name: type, message } =
        error instanceof KmsRefusal ? error : new KmsRefusal('ValidationException', '');
      answer(400, { __type: type, message });
    }
  });
}

function keyOperations(key: Buffer, keyId: string) {
  const known = ({ KeyId }: KmsRequest) => {
    if (KeyId !== undefined && KeyId !== keyId)
      throw new KmsRefusal('NotFoundException', `Key '${KeyId}' does not exist`);
  };
  const seal = (plain: Buffer, request: KmsRequest): string => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(contextBytes(request));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
      'base64',
    );
  };
  return {
    GenerateDataKey(request: KmsRequest) {
      known(request);
      const plain = randomBytes(request.NumberOfBytes ?? dataKeyBytes[request.KeySpec ?? 'AES_256']);
      return { KeyId: keyId, Plaintext: plain.toString('base64'), CiphertextBlob: seal(plain, request) };
    },
    Encrypt(request: KmsRequest) {
      known(request);
      return { KeyId: keyId, CiphertextBlob: seal(Buffer.from(request.Plaintext ?? '', 'base64'), request) };
    },
    Decrypt(request: KmsRequest) {
      known(request);
      const sealed = Buffer.from(request.CiphertextBlob ?? '', 'base64');
      try {
        const nonce = sealed.subarray(0, nonceBytes);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
        decipher.setAAD(contextBytes(request)).setAuthTag(sealed.subarray(-tagBytes));
        const plain = [decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()];
        return { KeyId: keyId, Plaintext: Buffer.concat(plain).toString('base64') };
      } catch {
        throw new KmsRefusal('InvalidCiphertextException', '');
      }
    },
  };
}

/** The order of a context's entries does not matter to KMS. */
function contextBytes({ EncryptionContext = {} }: KmsRequest): Buffer {
  const entries = Object.entries(EncryptionContext).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(JSON.stringify(entries));
}
