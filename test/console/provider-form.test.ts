import { describe, expect, test } from 'vitest';
import { draftOf, newSigningKey, orderOf } from '../../web/console/pages/providers/provider-form.ts';

const radius = {
  name: 'radius',
  kind: 'radius',
  servers: [
    { host: 'one.example', port: 1812 },
    { host: '2001:db8::1', port: 1645 },
  ],
  timeoutMilliseconds: 900,
  attempts: 2,
  nasIdentifier: 'countersign',
} as const;

describe('a provider in its form', () => {
  test('comes out as it went in, and its secret stays where it is', () => {
    const { name: _name, ...order } = radius;
    expect(orderOf(draftOf({ ...radius, servers: [...radius.servers] }))).toEqual(order);
    const api = { kind: 'https', url: 'https://f.example/x', timeoutMilliseconds: 5_000 } as const;
    expect(orderOf(draftOf({ name: 'app', ...api }))).toEqual(api);
  });

  test('servers are read with and without a port', () => {
    const servers = 'one.example\n\n two.example:99 \n2001:db8::1\n[2001:db8::2]\n[2001:db8::3]:77';
    expect(orderOf({ ...draftOf(undefined), servers })).toMatchObject({
      servers: [
        { host: 'one.example', port: 1812 },
        { host: 'two.example', port: 99 },
        { host: '2001:db8::1', port: 1812 },
        { host: '2001:db8::2', port: 1812 },
        { host: '2001:db8::3', port: 77 },
      ],
    });
  });

  test('a key that is made is one the service takes: 32 bytes, another one each time', () => {
    expect(newSigningKey((bytes) => bytes.fill(1))).toBe(`whsec_${Buffer.alloc(32, 1).toString('base64')}`);
    expect(newSigningKey()).not.toBe(newSigningKey());
  });
});
