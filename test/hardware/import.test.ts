import { describe, expect, vi } from 'vitest';
import { Canaries } from '../support/canaries.ts';
import { expectProblem } from '../support/expectations.ts';
import { captureOutput } from '../support/output.ts';
import { tableText } from '../support/table.ts';
import { World } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';
import { csvOf, holderOf, importDevices, move, newDevice, sendCsv, shows, signInWith } from './devices.ts';
import {
  container,
  derived,
  encryptedSecret,
  exampleKey,
  figure6,
  figure7,
  keyPackage,
  macMethod,
  preShared,
} from './documents.ts';

const sendPskc = (document: string, headers: Record<string, string> = {}, bytes = true) =>
  world.api.call('POST', '/v1/hardware-tokens/import', {
    ...(bytes ? { bytes: Buffer.from(document) } : { rawBody: document }),
    headers: { 'content-type': 'application/pskc+xml; charset=utf-8', ...headers },
  });

const fig6 = (serial: string): string =>
  container(
    preShared,
    macMethod(figure6.macKey),
    keyPackage({ serial, secret: encryptedSecret(figure6.secret, figure6.mac) }),
  );

async function importEvents(): Promise<{ id: string; details: { devices: number; batch: string } }[]> {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
  return items.filter(({ type }: { type: string }) => type === 'hardware.imported');
}

describe('P.10 importing PSKC', () => {
  test('takes plain and encrypted devices, with the key in a header', async () => {
    expect(await sendPskc(container(keyPackage({ serial: 'PLAIN-1' })), {}, false)).toMatchObject({
      status: 200,
      body: { imported: 1, unchanged: 0, refused: [] },
    });
    expect(await sendPskc(fig6('SHARED-1'), { 'x-pskc-key': figure6.key })).toMatchObject({
      body: { imported: 1 },
    });
    const base64 = Buffer.from(figure6.key, 'hex').toString('base64');
    expect(await sendPskc(fig6('SHARED-2'), { 'x-pskc-key': base64 })).toMatchObject({
      body: { imported: 1 },
    });
    const secret = encryptedSecret(figure7.secret, figure7.mac);
    const byPassword = container(
      derived(),
      macMethod(figure7.macKey),
      keyPackage({ serial: 'PASSWORD-1', secret }),
    );
    expect(await sendPskc(byPassword, { 'x-pskc-password': 'qwerty' })).toMatchObject({
      body: { imported: 1 },
    });
    // RFC 4226's own key: its values of counters 0 and 1.
    const { userId } = await holderOf(world, { serial: 'PASSWORD-1', key: exampleKey, kind: 'hotp' });
    expect(await signInWith(world, userId, '84755224')).toBe(200);
    expect(await signInWith(world, userId, '94287082')).toBe(200);
  });

  test('tells of the devices it refuses, and keeps the others', async () => {
    const document = container(
      keyPackage({ serial: 'KEPT-1' }),
      keyPackage({ serial: 'NINE-1', length: 9 }),
      keyPackage({ serial: 'KEPT-1' }),
      keyPackage({ serial: '' }),
    );
    expect((await sendPskc(document)).body).toEqual({
      imported: 1,
      unchanged: 0,
      refused: [
        { line: 2, serial: 'NINE-1', reason: expect.stringMatching(/digits/) },
        { line: 3, serial: 'KEPT-1', reason: expect.stringMatching(/duplicate of the serial number at 1/) },
        { line: 4, reason: expect.stringMatching(/serial number/) },
      ],
    });
  });

  test.each([
    [
      'a document type',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><KeyContainer Version="1.0"/>',
      {},
    ],
    ['no XML', 'serial,secret', {}],
    ['nothing', '', {}],
    ['an encrypted document without its key', fig6('X'), {}],
    ['a key that is none', fig6('X'), { 'x-pskc-key': 'not a key' }],
    ['a key of 17 bytes', fig6('X'), { 'x-pskc-key': '00'.repeat(17) }],
    ['an odd password', fig6('X'), { 'x-pskc-password': 'p\u0007' }],
    ['another media type', fig6('X'), { 'content-type': 'application/json' }],
  ])(
    'rule 13: %s is refused, nothing changes, and nothing of it is repeated',
    async (_what, document, headers) => {
      const before = await tableText(world);
      const answer = await sendPskc(document, headers);
      expectProblem(answer, 'invalid-request');
      expect(JSON.stringify(answer.body)).not.toMatch(/passwd|not a key|root:/);
      expect(await tableText(world)).toBe(before);
    },
  );

  test('rule 13: a body above 4 MB, or of too many devices, is 413', async () => {
    expectProblem(await sendPskc('x'.repeat(4 * 1024 * 1024 + 1)), 'payload-too-large');
    const line = `,${'31'.repeat(20)},totp\n`;
    const many = Array.from({ length: 5_001 }, (_, i) => `M${i}${line}`).join('');
    expectProblem(await sendCsv(world, `serial,secret,type\n${many}`), 'payload-too-large');
  });
});

describe('P.10 the same file twice', () => {
  test('changes nothing, whoever has its devices meanwhile, and leaves no second event', async () => {
    const devices = [
      newDevice('totp'),
      newDevice('hotp', { counter: '3' }),
      newDevice('totp', { model: 'M' }),
    ] as const;
    await importDevices(world, ...devices);
    await holderOf(world, devices[0]);
    await move(world, devices[1].serial, 'compromised');
    const events = await importEvents();
    const before = await tableText(world);
    expect((await sendCsv(world, csvOf(devices))).body).toEqual({ imported: 0, unchanged: 3, refused: [] });
    expect(await tableText(world)).toBe(before);
    expect(await importEvents()).toHaveLength(events.length);
  });

  test('and a file that says something else about a device is refused with that reason, and changes nothing', async () => {
    const device = newDevice('totp', { expires: '2031-01-01' });
    await importDevices(world, device);
    const before = await tableText(world);
    const changed = { ...device, key: newDevice('totp').key };
    expect((await sendCsv(world, csvOf([changed]))).body).toMatchObject({
      imported: 0,
      unchanged: 0,
      refused: [{ line: 2, serial: device.serial, reason: expect.stringMatching(/another key/) }],
    });
    const extended = { ...device, more: { expires: '2032-01-01' } };
    expect((await sendCsv(world, csvOf([extended]))).body).toMatchObject({
      refused: [{ reason: expect.stringMatching(/other details/) }],
    });
    expect(await tableText(world)).toBe(before);
  });

  test('sent eight times at once imports each device once', async () => {
    const devices = Array.from({ length: 150 }, () => newDevice('totp'));
    const document = csvOf(devices);
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendCsv(world, document)));
    const done = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    expect(done.length).toBeGreaterThan(0);
    expect(done.flatMap(({ refused }) => refused)).toEqual([]);
    // An import that gave up for the others says so; the same file again finds everything imported.
    expect(answers.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
    expect((await sendCsv(world, document)).body).toEqual({ imported: 0, unchanged: 150, refused: [] });
    const events = (await importEvents()).filter(({ details }) => details.devices > 3);
    expect(events.reduce((sum, { details }) => sum + details.devices, 0)).toBe(150);
  });
});

test('rule 11: an import of 250 devices is three events with counts, not 250', async () => {
  const before = new Set((await importEvents()).map(({ id }) => id));
  await importDevices(world, ...Array.from({ length: 250 }, () => newDevice('hotp')));
  const events = (await importEvents()).filter(({ id }) => !before.has(id));
  expect(events.map(({ details }) => details.devices).sort((a, b) => a - b)).toEqual([52, 99, 99]);
  expect(new Set(events.map(({ details }) => details.batch)).size).toBe(1);
  for (const event of events) expect(event).not.toHaveProperty('userId');
});

test('P.10 an import that is stopped by a fault is whole with the same file again', async () => {
  const devices = Array.from({ length: 120 }, () => newDevice('totp'));
  const { client } = world;
  let writes = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'TransactWriteItemsCommand' && ++writes === 2) {
          throw Object.assign(new Error('down'), { name: 'InternalServerError', $fault: 'server' });
        }
        return next(args);
      },
    { step: 'initialize', name: 'secondWriteFails' },
  );
  const { release } = captureOutput();
  const broken = await sendCsv(world, csvOf(devices)).finally(release);
  client.middlewareStack.remove('secondWriteFails');
  expect(broken.status).toBe(503);
  const { body } = await sendCsv(world, csvOf(devices));
  expect(body.imported).toBeGreaterThan(0);
  expect(body.imported + body.unchanged).toBe(120);
  expect(body.refused).toEqual([]);
});

test('P.10 the pool is listed in pages, by status and by how a serial number begins', async () => {
  const own = await World.start();
  const devices = Array.from({ length: 25 }, (_, i) => ({
    ...newDevice('totp'),
    serial: `AB-${String(i).padStart(2, '0')}`,
  }));
  await importDevices(own, ...devices, { ...newDevice('hotp'), serial: 'AC-00' });
  const holder = await holderOf(own, devices[20] ?? newDevice('totp'));
  await move(own, 'AB-03', 'compromised');
  const page = (query: string) => own.api.expect(200, 'GET', `/v1/hardware-tokens?${query}`);
  const seen: { serial: string; status: string }[] = [];
  let cursor = '';
  let pages = 0;
  do {
    const { items, nextCursor } = await page(`query=AB-&limit=7${cursor && `&cursor=${cursor}`}`);
    expect(items.length).toBeLessThanOrEqual(7);
    seen.push(...items);
    cursor = nextCursor ?? '';
    pages++;
  } while (cursor);
  expect(pages).toBe(4);
  expect(seen.map(({ serial }) => serial).sort()).toEqual(devices.map(({ serial }) => serial));
  expect(seen.slice(-2)).toMatchObject([
    { serial: 'AB-20', status: 'assigned', assignedTo: holder },
    { serial: 'AB-03', status: 'compromised' },
  ]);
  expect((await page('status=available&limit=100')).items).toHaveLength(24);
  expect(await page('status=assigned')).toEqual({ items: [expect.objectContaining({ serial: 'AB-20' })] });
  expect((await page('query=AC')).items).toMatchObject([
    { serial: 'AC-00', kind: 'hotp', periodSeconds: null },
  ]);
  expect(await page('query=ZZ')).toEqual({ items: [] });
  for (const bad of ['cursor=AAAA', 'status=deleted', 'limit=0', 'query=%25', 'colour=red']) {
    expectProblem(await own.api.call('GET', `/v1/hardware-tokens?${bad}`), 'invalid-request');
  }
  await own.stop();
});

test('rule 5, rule 11: no key is in an answer, an event, the log or in clear in the table', async () => {
  const own = await World.start();
  const calls = vi.spyOn(own.api, 'call');
  const { written, release } = captureOutput();
  const secrets = new Canaries();
  const devices = [newDevice('totp'), newDevice('hotp')] as const;
  const refused = { ...newDevice('totp'), more: { digits: '9' } };
  for (const { key } of [...devices, refused]) secrets.add('key', key);
  secrets.add('PSKC key', Buffer.from(figure6.key, 'hex'));
  secrets.add('PSKC value', exampleKey);
  await sendCsv(own, csvOf([...devices, refused]));
  // Without a header, and with the columns in the wrong places.
  await sendCsv(own, csvOf(devices).split('\n').slice(1).join('\n'));
  await sendCsv(own, csvOf(devices).replace('serial,secret', 'secret,serial'));
  const api = own.api;
  const send = (document: string, headers: Record<string, string>) =>
    api.call('POST', '/v1/hardware-tokens/import', {
      rawBody: document,
      headers: { 'content-type': 'application/pskc+xml', ...headers },
    });
  await send(fig6('F6'), { 'x-pskc-key': figure6.key });
  await send(fig6('F6'), { 'x-pskc-key': figure6.key.slice(1) });
  const { userId } = await holderOf(own, devices[0]);
  await signInWith(own, userId, shows(devices[0], { epoch: own.now }));
  await own.api.call('GET', `/v1/users/${userId}/tokens`);
  await own.api.call('GET', '/v1/hardware-tokens');
  await move(own, devices[0].serial, 'unassign', {
    confirmNoActiveToken: true,
    identityVerified: true,
  });
  await move(own, devices[1].serial, 'compromised');
  const byId = () => Promise.reject(new Error(`Cannot open ${figure6.key}`));
  vi.spyOn(own.services.keyring, 'current').mockImplementationOnce(byId);
  expect((await send(fig6('F7'), { 'x-pskc-key': figure6.key })).status).toBe(500);
  await own.drain();
  release();
  const answers = await Promise.all(calls.mock.results.map(({ value }) => value));
  expect(answers.length).toBeGreaterThan(12);
  expect(written.length).toBeGreaterThan(0);
  expect(secrets.foundIn(answers)).toEqual([]);
  expect(secrets.foundIn(written)).toEqual([]);
  expect(secrets.foundIn(await own.everything())).toEqual([]);
  await own.stop();
});

test('rule 5: the key of a device opens for its user and token only, and in the pool for its serial number only', async () => {
  const [device, other] = [newDevice('totp'), newDevice('totp')];
  await importDevices(world, device, other);
  const items = (await world.everything()).filter(({ sk }) => sk?.S === 'DEVICE');
  const secretOf = (serial: string) => items.find((item) => item['serial']?.S === serial)?.['secret']?.B;
  const { openPoolSecret } = await import('../../lib/actions/keys/secrets.ts');
  const sealed = secretOf(device.serial) ?? new Uint8Array();
  expect(await openPoolSecret(world.services, device.serial, sealed)).toEqual(device.key);
  await expect(openPoolSecret(world.services, other.serial, sealed)).rejects.toThrow();
});
