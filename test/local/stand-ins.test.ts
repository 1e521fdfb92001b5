import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, expect, test } from 'vitest';
import { keyId } from '../../local/environment.ts';
import { startKms } from '../../local/stand-ins/kms.ts';
import { startSns } from '../../local/stand-ins/sns.ts';

const kms = await startKms(Buffer.alloc(32, 7).toString('base64'), keyId);
const sns = await startSns();
const client = new KMSClient({
  endpoint: kms.url,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
});
afterAll(() => Promise.all([kms.close(), sns.close()]));
const EncryptionContext = { service: 'countersign', b: '1' };

test('a data key opens with its context only, in whatever order', async () => {
  const made = await client.send(
    new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext }),
  );
  const CiphertextBlob = made.CiphertextBlob;
  const open = (context: Record<string, string> | undefined) =>
    client.send(new DecryptCommand({ CiphertextBlob, ...(context && { EncryptionContext: context }) }));
  expect((await open({ b: '1', service: 'countersign' })).Plaintext).toEqual(made.Plaintext);
  for (const context of [{ service: 'other', b: '1' }, { service: 'countersign' }, undefined]) {
    await expect(open(context)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  }
});

test('a changed or short ciphertext does not open', async () => {
  const { CiphertextBlob = new Uint8Array() } = await client.send(
    new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('text'), EncryptionContext }),
  );
  const changed = Uint8Array.from(CiphertextBlob, (byte, index) => (index === 15 ? byte ^ 1 : byte));
  for (const blob of [changed, CiphertextBlob.slice(0, 5)]) {
    const opening = client.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext }));
    await expect(opening).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  }
});

test('another key is not found, another operation not known', async () => {
  const opening = client.send(new GenerateDataKeyCommand({ KeyId: 'other', KeySpec: 'AES_256' }));
  await expect(opening).rejects.toMatchObject({ name: 'NotFoundException' });
  const response = await fetch(kms.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'TrentService.constructor' },
  });
  expect(await response.text()).toContain('UnsupportedOperationException');
});

test('a text message is kept, a bad number refused', async () => {
  const publish = (PhoneNumber: string) =>
    fetch(sns.url, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'Publish', PhoneNumber, Message: 'Code 1 & <2>' }),
    });
  expect(await (await publish('+447700900123')).text()).toContain('<MessageId>');
  const refused = await publish('123');
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('<Code>InvalidParameter</Code>');
  expect(sns.messages).toMatchObject([{ to: '+447700900123', text: 'Code 1 & <2>' }]);
});
