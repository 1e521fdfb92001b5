import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase32 } from '../../lib/crypto/base32.ts';
import { readDevicesCsv } from '../../lib/files/devices-csv.ts';

const hex = '3132333435363738393031323334353637383930';
const key = Buffer.from(hex, 'hex');
const csv = (...lines: string[]): string => lines.join('\n');

describe('P.10 a CSV file', () => {
  test('names its columns, in any order and case, and says all that a device is', () => {
    const document = csv(
      'Type,SERIAL,secret,digits,algorithm,period,counter,starts,expires,manufacturer,model',
      `totp,T-1,${hex},8,SHA256,60,,2026-01-01,2031-01-31,"Acme, Inc.",A1`,
      `hotp,H-1,${hex},,,,7,,2031-01-31T12:00:00+02:00,,`,
    );
    expect(readDevicesCsv(document)).toEqual([
      {
        line: 2,
        device: {
          serial: 'T-1',
          key,
          parameters: { algorithm: 'SHA256', digits: 8, periodSeconds: 60 },
          manufacturer: 'Acme, Inc.',
          model: 'A1',
          startsAt: Date.parse('2026-01-01T00:00:00Z') / 1000,
          expiresAt: Date.parse('2031-01-31T00:00:00Z') / 1000,
        },
      },
      {
        line: 3,
        device: {
          serial: 'H-1',
          key,
          parameters: { algorithm: 'SHA1', digits: 6, periodSeconds: 0, counter: 7 },
          expiresAt: Date.parse('2031-01-31T10:00:00Z') / 1000,
        },
      },
    ]);
  });

  test('may begin with a byte order mark, end lines as Windows does, and have empty lines', () => {
    const rows = readDevicesCsv(`\uFEFFserial,secret,type\r\n\r\n0012, ${hex} ,totp\r\n\r\n`);
    expect(rows).toMatchObject([{ line: 3, device: { serial: '0012', key } }]);
  });

  test.each([
    ['no header', `T-1,${hex},totp`],
    ['an unknown column', `serial,secret,type,colour\nT-1,${hex},totp,red`],
    ['a column twice', `serial,secret,type,type\nT-1,${hex},totp,totp`],
    ['no serial numbers', `secret,type\n${hex},totp`],
    ['nothing', ''],
  ])('with %s is refused whole, and nothing of it is repeated', (_what, document) => {
    expect(() => readDevicesCsv(document)).toThrow(/first row must name the columns/);
    expect(() => readDevicesCsv(document)).not.toThrow(/T-1|3132|colour/);
  });

  test.each([
    ['a short key', 'S1,31323334,totp,', /16 to 64 bytes/, 'S1'],
    ['a key in no known writing', 'S1,31-32,totp,', /neither hexadecimal nor base 32/, 'S1'],
    ['another type', `S1,${hex},ocra,`, /hotp or totp/, 'S1'],
    ['nine digits', `S1,${hex},totp,9`, /digits must be 6 to 8/, 'S1'],
    ['digits that are none', `S1,${hex},totp,six`, /digits must be 6 to 8/, 'S1'],
    ['too few fields', `S1,${hex},totp`, /names 4 columns/, 'S1'],
    ['too many fields', `S1,${hex},totp,6,7`, /names 4 columns/, 'S1'],
    ['an odd serial number', `S 1,${hex},totp,`, /serial number must be/, undefined],
    ['an open quote', `"S1,${hex},totp,6`, /a quote is unclosed/, undefined],
    ['a key in the place of the serial number', `${hex},S1,totp,`, /neither|16 to 64|hexadecimal/, undefined],
  ])('tells of %s where it stands, and keeps the rest', (_what, line, reason, serial) => {
    const rows = readDevicesCsv(csv('serial,secret,type,digits', `S0,${hex},totp,`, line));
    expect(rows[0]).toMatchObject({ line: 2, device: { serial: 'S0' } });
    expect(rows[1]).toEqual({
      line: 3,
      reason: expect.stringMatching(reason),
      ...(serial ? { serial } : {}),
    });
    expect(JSON.stringify(rows[1])).not.toContain(hex.slice(0, 8));
  });
});

test('an open quote costs its own row, and no other', () => {
  const lines = ['serial,secret,type', `S1,${hex},"totp`, `S2,${hex},totp`, `S3,"${hex}",totp`];
  expect(readDevicesCsv(csv(...lines))).toMatchObject([
    { line: 2, reason: expect.stringMatching(/a quote is unclosed/) },
    { line: 3, device: { serial: 'S2' } },
    { line: 4, device: { serial: 'S3' } },
  ]);
});

describe('P.10 a secret is read as hexadecimal or base 32', () => {
  const read = (secret: string, encoding = '') => {
    const [row] = readDevicesCsv(csv('serial,secret,type,encoding', `S1,${secret},totp,${encoding}`));
    return row && 'device' in row ? Buffer.from(row.device.key) : (row as { reason: string }).reason;
  };
  const both = 'ABCDEF22334455667722ABCDEF22334455667722';

  test('as it can only be', () => {
    expect(read(hex)).toEqual(key);
    expect(read(encodeBase32(key))).toEqual(key);
    expect(read(`${encodeBase32(Buffer.alloc(16, 255))}======`)).toEqual(Buffer.alloc(16, 255));
  });

  test('as the column says, in either case', () => {
    expect(read(both, 'hex')).toEqual(Buffer.from(both, 'hex'));
    expect(encodeBase32(read(both, 'base32') as Buffer)).toBe(both);
    expect(read(encodeBase32(key).toLowerCase(), 'BASE32')).toEqual(key);
  });

  test('and where it can be both, it is refused until the column says', () => {
    expect(read(both)).toMatch(/specify it in the column encoding/);
    expect(read(encodeBase32(key), 'hex')).toMatch(/not hexadecimal/);
    expect(read(hex, 'base32')).toMatch(/not base 32/);
    expect(read(hex, 'base64')).toMatch(/hex or base32/);
  });

  test('never as another key than it is: any key in either writing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), fc.boolean(), (bytes, asHex) => {
        const written = asHex ? Buffer.from(bytes).toString('hex') : encodeBase32(bytes);
        const found = read(written);
        if (typeof found === 'string') expect(found).toMatch(/specify it/);
        else expect(found).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 500 },
    );
  });
});
