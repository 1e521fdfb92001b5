import { generateSync } from 'otplib';
import { describe, expect } from 'vitest';
import { definition } from '../../../functions/import-users.ts';
import { decodeBase32 } from '../../../lib/crypto/base32.ts';
import { otpauthUri } from '../../../lib/token-types/provisioning-uri.ts';
import { defineClass } from '../../support/classes.ts';
import { attempt, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';
import { csv, eventsOf, importRows, importText, newRow, newSecret, writesIn } from './imports.ts';
import { account, migrationUri } from './migration.ts';

const algorithms = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;

async function signIn(userId: string, code: string) {
  const { verificationId, status } = await start(world, userId);
  expect(status).toBe('challenge');
  return attempt(world, verificationId, code);
}

describe('P.13 a user who is imported with a key', () => {
  const kinds = (['SHA1', 'SHA256', 'SHA512'] as const).flatMap((algorithm) =>
    ([6, 8] as const).flatMap((digits) =>
      ([30, 60] as const).map((period) => ({ algorithm, digits, period })),
    ),
  );

  test.each(kinds)('signs in with $algorithm, $digits digits, $period s, once', async (kind) => {
    const secret = newSecret();
    const { algorithm, digits, period } = kind;
    const row = newRow({
      totpSecret: secret,
      totpAlgorithm: algorithm,
      totpDigits: digits,
      totpPeriodSeconds: period,
    });
    expect((await importRows(world, [row])).body).toEqual({ rows: 1, created: 1, unchanged: 0, refused: [] });
    const options = { secret, epoch: world.now, digits, period, algorithm: algorithms[algorithm] };
    const code = generateSync(options);
    expect(await signIn(row.userId, code)).toMatchObject({
      status: 200,
      body: { status: 'verified', type: 'totp' },
    });
    expect((await signIn(row.userId, code)).body.code).toBe('invalid-code');
  });

  test('is enrolled as of now, with an active token, no backup codes, and no mail', async () => {
    const row = newRow({ totpSecret: newSecret(), totpLabel: 'Old phone' });
    await importRows(world, [row]);
    const user = await world.api.expect(200, 'GET', `/v1/users/${row.userId}`);
    expect(user).toMatchObject({ stage: 'enrolled', backupCodesRemaining: null });
    expect(Date.parse(user.enrolledAt) / 1000).toBe(world.now);
    const { items } = await world.api.expect(200, 'GET', `/v1/users/${row.userId}/tokens`);
    expect(items).toMatchObject([{ type: 'totp', status: 'ACTIVE', label: 'Old phone' }]);
    await world.drain();
    expect(world.mails.filter(({ to }) => to === row['email'])).toEqual([]);
  });

  test('is not among those who have used up their backup codes, and is counted as enrolled', async () => {
    await world.drain();
    const before = await world.api.expect(200, 'GET', '/v1/overview');
    const row = newRow({ totpSecret: newSecret() });
    await importRows(world, [row]);
    await world.drain();
    const after = await world.api.expect(200, 'GET', '/v1/overview');
    expect(after.enrollmentRate.enrolled).toBe(before.enrollmentRate.enrolled + 1);
    expect(after.recentEnrollments.map(({ userId }: { userId: string }) => userId)).toContain(row.userId);
    const { none, low, neverIssued } = after.backupCodesHealth;
    expect(JSON.stringify([none, low])).not.toContain(row.userId);
    expect(JSON.stringify(neverIssued)).toContain(row.userId);
    const { backupCodes } = await world.api.expect(200, 'POST', `/v1/users/${row.userId}/backup-codes`);
    expect(backupCodes).toHaveLength(10);
  });

  test('signs in with the key of an otpauth URI', async () => {
    const secret = newSecret(32);
    const parameters = { algorithm: 'SHA256', digits: 8, periodSeconds: 60 } as const;
    const key = {
      issuer: 'Old & Co',
      account: 'anna@example.org',
      secret: decodeBase32(secret) ?? Buffer.alloc(0),
    };
    const row = newRow({ otpauthUri: otpauthUri('totp', { ...key, parameters }) });
    expect((await importRows(world, [row])).body.created).toBe(1);
    const code = generateSync({ secret, epoch: world.now, digits: 8, period: 60, algorithm: 'sha256' });
    expect((await signIn(row.userId, code)).status).toBe(200);
  });

  test('signs in with the counter that an app exported', async () => {
    const secret = newSecret();
    const otpauthMigration = migrationUri([account({ secret, type: 'hotp', counter: 41 })]);
    const row = newRow({ otpauthMigration });
    expect((await importRows(world, [row])).body.created).toBe(1);
    const code = generateSync({ strategy: 'hotp', secret, counter: 42 });
    expect(await signIn(row.userId, code)).toMatchObject({ status: 200, body: { type: 'hotp' } });
    expect((await signIn(row.userId, code)).body.code).toBe('invalid-code');
  });

  test('has one event, which tells that it was imported and by whom', async () => {
    const row = newRow({ totpSecret: newSecret() });
    await importRows(world, [row]);
    const events = await eventsOf(world, row.userId);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'user.created',
      actor: 'operator:the-administrator',
      details: { required: true, imported: true, type: 'totp', token: expect.any(String) },
    });
  });
});

test('P.13 a user who is imported without a key has to enroll like any other', async () => {
  const row = newRow();
  await importRows(world, [row]);
  expect((await world.api.expect(200, 'GET', `/v1/users/${row.userId}`)).stage).toBe('not-enrolled');
  expect((await start(world, row.userId)).status).toBe('enrollment-required');
  const created = (await eventsOf(world, row.userId)).find(
    (event: { type: string }) => event.type === 'user.created',
  );
  expect(created?.details).toEqual({ required: true, imported: true });
});

test('P.13 CSV and NDJSON take every field of a user', async () => {
  const fields = {
    phone: '+447700900123',
    class: await defineClass(world),
    roles: ['Cashier', 'Clerk'],
    twoFactorRequired: false,
    active: false,
    ipGroup: 'office',
    externalId: '4711',
    defaultUserId: 'anna',
    idNumber: 'X-1',
    birthDate: '1970-12-31',
    employeeNumber: '12',
    familyName: 'Müller, "the first"',
    firstName: 'Anna',
    language: 'de-CH',
    officePhone: '0123 456',
  };
  const rows = [newRow(fields), newRow(fields)] as const;
  expect((await importText(world, 'text/csv; charset=utf-8', csv([rows[0]]))).body).toMatchObject({
    created: 1,
  });
  expect((await importRows(world, [rows[1]])).body).toMatchObject({ created: 1 });
  for (const row of rows) {
    expect(await world.api.expect(200, 'GET', `/v1/users/${row.userId}`)).toMatchObject({
      ...row,
      enabled: true,
      stage: 'not-required',
    });
  }
});

describe('P.13 the same again', () => {
  test('changes nothing, in either format: not one write', async () => {
    const rows = [
      newRow({ totpSecret: newSecret() }),
      newRow({ roles: ['Clerk'] }),
      newRow({ phone: '+447700900123' }),
    ];
    const document = csv(rows);
    expect((await importText(world, 'text/csv', document)).body).toMatchObject({ created: 3, refused: [] });
    world.calls.length = 0;
    const unchanged = { rows: 3, created: 0, unchanged: 3, refused: [] };
    expect((await importText(world, 'text/csv', document)).body).toEqual(unchanged);
    expect((await importRows(world, rows)).body).toEqual(unchanged);
    expect(writesIn(world)).toEqual([]);
    for (const { userId } of rows) expect(await eventsOf(world, userId)).toHaveLength(1);
  });

  test.each([
    ['another name', { displayName: 'Somebody else' }, 'displayName'],
    ['a field more', { phone: '+447700900999' }, 'phone'],
    ['another role', { roles: ['Clerk'] }, 'roles'],
    ['another demand', { twoFactorRequired: false }, 'twoFactorRequired'],
    ['another key', { totpSecret: newSecret() }, 'key'],
    ['another length of codes', { totpDigits: 8 }, 'key'],
    ['another label', { totpLabel: 'Other' }, 'key'],
  ])('with %s is refused, and the key stays', async (_what, change, named) => {
    const secret = newSecret();
    const row = newRow({ totpSecret: secret });
    await importRows(world, [row]);
    world.calls.length = 0;
    const { body } = await importRows(world, [{ ...row, ...change }]);
    expect(body).toMatchObject({ created: 0, unchanged: 0, refused: [{ line: 1, code: 'already-exists' }] });
    expect(body.refused[0].reason).toContain(named);
    expect(writesIn(world)).toEqual([]);
    expect((await signIn(row.userId, generateSync({ secret, epoch: world.now }))).status).toBe(200);
  });

  test('in two imports at once creates each user exactly once', async () => {
    const rows = Array.from({ length: 16 }, () => newRow({ totpSecret: newSecret() }));
    const answers = await Promise.all(Array.from({ length: 4 }, () => importRows(world, rows)));
    const bodies = answers.map(({ body }) => body);
    expect(bodies.map(({ refused }) => refused)).toEqual([[], [], [], []]);
    expect(bodies.reduce((sum, { created }) => sum + created, 0)).toBe(16);
    expect(bodies.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(48);
    await world.drain();
    for (const { userId } of rows) {
      const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens`);
      expect(items).toHaveLength(1);
      expect(await eventsOf(world, userId)).toHaveLength(1);
    }
  });

  test('after the user was deleted creates the user again', async () => {
    const row = newRow({ totpSecret: newSecret() });
    await importRows(world, [row]);
    await world.api.expect(204, 'DELETE', `/v1/users/${row.userId}`);
    expect((await importRows(world, [row])).body).toMatchObject({ created: 1 });
  });
});

test('rule 12: an import makes no call but those that its function may', async () => {
  const actions = Object.entries({
    Put: 'PutItem',
    Update: 'UpdateItem',
    ConditionCheck: 'ConditionCheckItem',
  });
  const made = new Set<string>();
  world.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const { TransactItems } = args.input as { TransactItems?: object[] };
        const parts = TransactItems?.flatMap((item) => Object.keys(item)) ?? [];
        if (!TransactItems) made.add(commandName.replace('Command', ''));
        for (const [part, action] of actions) if (parts.includes(part)) made.add(action);
        return next(args);
      },
    { step: 'initialize', name: 'watch' },
  );
  const inClass = { class: await defineClass(world), roles: ['Cashier'], twoFactorRequired: false };
  made.clear();
  const rows = [newRow({ totpSecret: newSecret() }), newRow(), newRow(inClass)];
  world.advance(10);
  await importRows(world, rows);
  await importRows(world, rows);
  world.client.middlewareStack.remove('watch');
  expect([...made].sort()).toEqual([...definition.needs.table].sort());
});

test('P.13 of 2,000 rows every bad one is reported by its line, and every other is kept', async () => {
  const rows = Array.from({ length: 2_000 }, (_, i) => newRow(i % 20 === 7 ? {} : { email: 'nobody' }));
  const good = rows.filter(({ email }) => email !== 'nobody');
  const { body } = await importText(world, 'text/csv', csv(rows));
  expect(body).toMatchObject({ rows: 2_000, created: 100, unchanged: 0 });
  expect(body).not.toHaveProperty('nextLine');
  const bad = rows.flatMap((row, i) => (row['email'] === 'nobody' ? [i + 2] : []));
  expect(body.refused.map(({ line }: { line: number }) => line)).toEqual(bad);
  const again = await importRows(world, good);
  expect(again.body).toEqual({ rows: 100, created: 0, unchanged: 100, refused: [] });
}, 60_000);
