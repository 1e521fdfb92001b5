import { randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import type { DeviceRow } from '../../lib/domain/hardware.ts';
import { readPskc } from '../../lib/files/pskc.ts';
import {
  container,
  derived,
  encryptedSecret,
  exampleKey,
  figure6,
  figure7,
  keyPackage,
  macBy,
  macMethod,
  plainSecret,
  preShared,
  sealedByMaker,
} from './documents.ts';

const hotp = { algorithm: 'SHA1', digits: 8, periodSeconds: 0, counter: 0 };
const totp = 'urn:ietf:params:xml:ns:keyprov:pskc:totp';

const one = async (...args: Parameters<typeof readPskc>): Promise<DeviceRow> => {
  const rows = await readPskc(...args);
  expect(rows).toHaveLength(1);
  return rows[0] as DeviceRow;
};

async function reasonOf(entry: string, ...parts: string[]): Promise<string> {
  const row = await one(container(...parts, entry), {});
  if (!('reason' in row)) throw new Error('The device was taken');
  return row.reason;
}

async function deviceOf(entry: string) {
  const row = await one(container(entry), {});
  if ('reason' in row) throw new Error(row.reason);
  return row.device;
}

const fig6 = (change: Partial<typeof figure6> = {}): string => {
  const { macKey, secret, mac } = { ...figure6, ...change };
  return container(preShared, macMethod(macKey), keyPackage({ secret: encryptedSecret(secret, mac) }));
};

const fig7 = (iterations?: number | string): string =>
  container(
    derived(iterations),
    macMethod(figure7.macKey),
    keyPackage({ secret: encryptedSecret(figure7.secret, figure7.mac) }),
  );

describe('G8 the documents of RFC 6030', () => {
  test('figure 2: a key of four bytes and no serial number is refused', async () => {
    const entry = `<KeyPackage><Key Id="12345678" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
      <Issuer>Issuer-A</Issuer><Data><Secret><PlainValue>MTIzNA==\n</PlainValue></Secret></Data></Key></KeyPackage>`;
    expect(await reasonOf(entry)).toMatch(/no serial number/);
  });

  test('figure 3: a plain key with supplementary data', async () => {
    const { key, ...device } = await deviceOf(
      keyPackage({ info: '<UserId>DC=example-bank,DC=net</UserId>' }),
    );
    expect(device).toEqual({ serial: '987654321', manufacturer: 'Manufacturer', parameters: hotp });
    expect(Buffer.from(key)).toEqual(exampleKey);
  });

  test('figure 4: a key that is to be derived from another is refused', async () => {
    const entry = keyPackage().replace(/<Secret>[\s\S]*<\/Secret>/, '');
    expect(await reasonOf(entry)).toMatch(/no key of its own/);
  });

  test('figure 5: a PIN that the device asks for is no matter of ours; the key of the PIN is no token', async () => {
    const policy =
      '<PINPolicy MinLength="4" MaxLength="4" PINKeyId="1" PINUsageMode="Local"/><KeyUsage>OTP</KeyUsage>';
    const pin = keyPackage({ kind: 'urn:ietf:params:xml:ns:keyprov:pskc:pin', length: 4 });
    const rows = await readPskc(container(keyPackage({ policy }), pin), {});
    expect(rows).toMatchObject([
      { line: 1, device: { serial: '987654321' } },
      { line: 2, serial: '987654321', reason: expect.stringMatching(/neither HOTP nor TOTP/) },
    ]);
  });

  test('figure 6: AES-128-CBC with a pre-shared key, the MAC checked', async () => {
    const row = await one(fig6(), { key: Buffer.from(figure6.key, 'hex') });
    expect(row).toMatchObject({ device: { key: exampleKey, parameters: hotp } });
  });

  test('figure 7: a key derived from a password', async () => {
    const row = await one(fig7(), { password: figure7.password });
    expect(row).toMatchObject({ device: { key: exampleKey } });
  });

  test('figure 10: many devices, each with its own time', async () => {
    const policy = '<StartDate>2006-05-01T00:00:00Z</StartDate><ExpiryDate>2006-05-31T00:00:00Z</ExpiryDate>';
    const rows = await readPskc(
      container(keyPackage({ serial: '654321', policy }), keyPackage({ serial: '123456', policy })),
      {},
    );
    expect(rows).toMatchObject([
      { device: { serial: '654321', startsAt: 1146441600, expiresAt: 1149033600 } },
      { device: { serial: '123456' } },
    ]);
  });
});

describe('P.10 what was changed, or is opened by another key, is refused', () => {
  const key = Buffer.from(figure6.key, 'hex');

  test.each([
    ['another pre-shared key', fig6(), Buffer.alloc(16, 1)],
    ['a key of another length', fig6(), Buffer.alloc(32, 1)],
    ['another MAC', fig6({ mac: `A${figure6.mac.slice(1)}` }), key],
    ['a MAC that is cut', fig6({ mac: figure6.mac.slice(0, 8) }), key],
    ['another ciphertext', fig6({ secret: `B${figure6.secret.slice(1)}` }), key],
  ])('%s', async (_what, document, shared) => {
    const row = await one(document, { key: shared });
    expect(row).toMatchObject({
      serial: '987654321',
      reason: expect.stringMatching(/MAC is wrong|does not decrypt/),
    });
  });

  test('another password', async () => {
    const row = await one(fig7(), { password: 'qwertz' });
    expect(row).toMatchObject({ reason: expect.stringMatching(/MAC is wrong|does not decrypt/) });
  });

  test('AES-CBC without a MAC', async () => {
    const secret = encryptedSecret(figure6.secret, undefined);
    const row = await one(container(preShared, macMethod(figure6.macKey), keyPackage({ secret })), { key });
    expect(row).toMatchObject({ reason: 'the encrypted key has no ValueMAC' });
  });

  test('an encrypted key where the document names none', async () => {
    expect(await reasonOf(keyPackage({ secret: encryptedSecret(figure6.secret, figure6.mac) }))).toMatch(
      /names no key/,
    );
  });

  test('what opens it was not sent: the whole document is refused, with what to send', async () => {
    await expect(readPskc(fig6(), {})).rejects.toThrow(/x-pskc-key/);
    await expect(readPskc(fig7(), {})).rejects.toThrow(/x-pskc-password/);
  });
});

describe('P.10 other ciphers and MACs', () => {
  test.each([16, 24, 32])('AES-CBC with a key of %i bytes and HMAC-SHA-256', async (length) => {
    const key = randomBytes(length);
    const macKey = randomBytes(32);
    const method = `http://www.w3.org/2001/04/xmlenc#aes${length * 8}-cbc`;
    const sealed = sealedByMaker(exampleKey, key);
    const document = container(
      preShared,
      macMethod(sealedByMaker(macKey, key), 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', method),
      keyPackage({ secret: encryptedSecret(sealed, macBy('sha256', macKey, sealed), method) }),
    );
    expect(await one(document, { key })).toMatchObject({ device: { key: exampleKey } });
  });

  test('without a MAC key of its own the MAC is made with the key of the document', async () => {
    const key = randomBytes(16);
    const sealed = sealedByMaker(exampleKey, key);
    const document = container(
      preShared,
      macMethod(undefined),
      keyPackage({ secret: encryptedSecret(sealed, macBy('sha1', key, sealed)) }),
    );
    expect(await one(document, { key })).toMatchObject({ device: { key: exampleKey } });
  });

  test('AES key wrap (RFC 3394) proves itself', async () => {
    const key = Buffer.from('000102030405060708090A0B0C0D0E0F', 'hex');
    const wrapped = Buffer.from('1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5', 'hex').toString('base64');
    const method = 'http://www.w3.org/2001/04/xmlenc#kw-aes128';
    const secret = encryptedSecret(wrapped, undefined, method);
    const document = container(preShared, keyPackage({ secret }));
    expect(await one(document, { key })).toMatchObject({
      device: { key: Buffer.from('00112233445566778899AABBCCDDEEFF', 'hex') },
    });
    expect(await one(document, { key: Buffer.alloc(16) })).toMatchObject({
      reason: expect.stringMatching(/not decrypt/),
    });
  });

  test('another method is refused', async () => {
    const secret = encryptedSecret(
      figure6.secret,
      figure6.mac,
      'http://www.w3.org/2001/04/xmlenc#tripledes-cbc',
    );
    const document = container(preShared, macMethod(figure6.macKey), keyPackage({ secret }));
    const row = await one(document, { key: Buffer.from(figure6.key, 'hex') });
    expect(row).toMatchObject({ reason: expect.stringMatching(/unsupported method/) });
  });

  test.each(['1000000000', '0', '-1', 'NaN', ''])(
    '%s iterations are not derived at all',
    async (iterations) => {
      const from = performance.now();
      await expect(readPskc(fig7(iterations), { password: 'qwerty' })).rejects.toThrow(
        /at most 1000000 iterations/,
      );
      expect(performance.now() - from).toBeLessThan(500);
    },
  );
});

describe('2.03 what a device is', () => {
  test('TOTP with its interval and hash', async () => {
    const data =
      '<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>60</PlainValue></TimeInterval>';
    const entry = keyPackage({ kind: totp, suite: 'HMAC-SHA256', length: 6, data });
    expect((await deviceOf(entry)).parameters).toEqual({ algorithm: 'SHA256', digits: 6, periodSeconds: 60 });
  });

  test('a counter that does not begin at 0, and a serial number with leading zeros', async () => {
    const data = '<Counter><PlainValue>42</PlainValue></Counter>';
    const device = await deviceOf(keyPackage({ serial: '0012', data }));
    expect(device).toMatchObject({ serial: '0012', parameters: { counter: 42 } });
  });

  test('the shorter of two lives counts', async () => {
    const info = '<StartDate>2026-01-01T00:00:00Z</StartDate><ExpiryDate>2031-01-01T00:00:00Z</ExpiryDate>';
    const policy = '<StartDate>2026-02-01T00:00:00Z</StartDate><ExpiryDate>2030-01-01T00:00:00</ExpiryDate>';
    expect(await deviceOf(keyPackage({ info, policy }))).toMatchObject({
      startsAt: Date.parse('2026-02-01T00:00:00Z') / 1000,
      expiresAt: Date.parse('2030-01-01T00:00:00Z') / 1000,
    });
  });

  test.each([
    ['five digits', { length: 5 }, /digits must be 6 to 8/],
    ['nine digits', { length: 9 }, /digits must be 6 to 8/],
    [
      'codes that are not decimal',
      { format: '<ResponseFormat Length="8" Encoding="HEXADECIMAL"/>' },
      /not decimal/,
    ],
    [
      'a check digit',
      { format: '<ResponseFormat Length="8" Encoding="DECIMAL" CheckDigits="true"/>' },
      /check digit/,
    ],
    ['a short key', { secret: plainSecret(Buffer.alloc(15, 1)) }, /16 to 64 bytes/],
    ['a key that is not base 64', { secret: '<PlainValue>***</PlainValue>' }, /not base 64/],
    ['no key', { secret: '' }, /no key/],
    ['two keys', { secret: plainSecret(exampleKey).repeat(2) }, /more than once/],
    ['no serial number', { serial: '' }, /no serial number/],
    ['an odd serial number', { serial: '../secret' }, /serial number must be/],
    ['another hash', { suite: 'HMAC-MD5' }, /SHA1, SHA256 or SHA512/],
    ['another algorithm', { kind: 'urn:ietf:params:xml:ns:keyprov:pskc:ocra' }, /neither HOTP nor TOTP/],
    [
      'an interval of 45 seconds',
      { kind: totp, data: '<TimeInterval><PlainValue>45</PlainValue></TimeInterval>' },
      /period/,
    ],
    [
      'a clock far off',
      { kind: totp, data: '<TimeDrift><PlainValue>4</PlainValue></TimeDrift>' },
      /clock is off/,
    ],
    ['a date that is none', { policy: '<ExpiryDate>2030-02-30T00:00:00Z</ExpiryDate>' }, /expiry date/],
    [
      'a second date that is none',
      { info: '<StartDate>soon</StartDate>', policy: '<StartDate>2030-01-01</StartDate>' },
      /start date/,
    ],
    ['an encrypted counter', { data: '<Counter><EncryptedValue/></Counter>' }, /Counter is encrypted/],
    ['a policy nobody knows', { policy: '<Colour>red</Colour>' }, /policy/],
    ['a number of transactions', { policy: '<NumberOfTransactions>10</NumberOfTransactions>' }, /policy/],
    ['a key for something else', { policy: '<KeyUsage>CR</KeyUsage>' }, /does not allow one-time passwords/],
    ['a PIN in the code', { policy: '<PINPolicy PINUsageMode="Append"/>' }, /PIN as part of the code/],
  ])('%s is refused', async (_what, entry, reason) => {
    expect(await reasonOf(keyPackage(entry))).toMatch(reason);
  });

  test('one refused device does not stop the others', async () => {
    const rows = await readPskc(container(keyPackage({ length: 9 }), keyPackage({ serial: '1' })), {});
    expect(rows).toMatchObject([
      { line: 1, reason: expect.any(String) },
      { line: 2, device: { serial: '1' } },
    ]);
  });
});

describe('rule 13: what is no PSKC document is refused whole', () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
    { length: 9 },
    (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ''};`.repeat(10)}">`,
  ).join('')}]>`;
  const withType = (type: string, serial: string): string =>
    container(keyPackage({ serial })).replace('\n', `\n${type}`);

  test.each([
    ['billion laughs', withType(laughs, '&lol9;')],
    ['an external entity', withType('<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;')],
    [
      'an entity of a parameter',
      withType('<!DOCTYPE k [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x">%x;]>', '1'),
    ],
    ['a document type in lower case', withType('<!doctype k>', '1')],
  ])('%s, and nothing is read or expanded', async (_what, document) => {
    const from = performance.now();
    await expect(readPskc(document, {})).rejects.toThrow(/document type or entities/);
    expect(performance.now() - from).toBeLessThan(200);
  });

  test('an entity that is not declared stays text, and is no serial number', async () => {
    expect(await reasonOf(keyPackage({ serial: '&x;' }))).toMatch(/serial number must be/);
  });

  test.each([
    ['nothing', ''],
    ['JSON', '{}'],
    ['XML that is cut', container(keyPackage()).slice(0, -20)],
    ['another document', '<html/>'],
    ['another version', container(keyPackage()).replace('Version="1.0"', 'Version="2.0"')],
    ['deep nesting', '<a>'.repeat(100_000) + '</a>'.repeat(100_000)],
    ['names of every object', '<__proto__><constructor/></__proto__>'],
  ])('%s', async (_what, document) => {
    await expect(readPskc(document, {})).rejects.toMatchObject({ name: 'Problem', code: 'invalid-request' });
  });

  test('and no network and no file is touched', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    await readPskc(withType('<!DOCTYPE k SYSTEM "http://127.0.0.1:1/x.dtd">', '1'), {}).catch(
      () => undefined,
    );
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });
});
