import { describe, expect } from 'vitest';
import { openApiDocument } from '../../../build/openapi.ts';
import { functions } from '../../../functions/index.ts';
import { importRows as rowsOf } from '../../../functions/schemas/import-rows.ts';
import { type ImportRow, importUsers } from '../../../lib/actions/people/import-users.ts';
import type { Actor } from '../../../lib/domain/authorization.ts';
import type { Services } from '../../../lib/services.ts';
import { Canaries } from '../../support/canaries.ts';
import { expectProblem } from '../../support/expectations.ts';
import { captureOutput } from '../../support/output.ts';
import { test, world } from '../../support/world-test.ts';
import { csv, eventsOf, importRows, importText, ndjson, newRow, newSecret, writesIn } from './imports.ts';
import { account, migrationUri } from './migration.ts';

const secret = newSecret();
const administrator: Actor = { kind: 'operator', name: 'ops', roles: ['administrator'] };

describe('P.13 a bad row is reported by its line and the reason, and the others are kept:', () => {
  const uri = `otpauth://totp/x?secret=${secret}`;
  test.each([
    ['an id that is none', { userId: 'a b' }, /^userId: must be letters/],
    ['no name', { displayName: undefined }, /^displayName: is required$/],
    ['an address that is none', { email: 'nobody' }, /^email: must be an email address$/],
    ['a day that is none', { birthDate: '2001-02-30' }, /^birthDate: must be a valid date/],
    ['a field that nobody knows', { password: 'x' }, /^password: is not a field/],
    ['a word for yes', { twoFactorRequired: 'yes' }, /^twoFactorRequired: must be a boolean$/],
    ['a key in lower case', { totpSecret: secret.toLowerCase() }, /^totpSecret: must be letters A-Z/],
    ['a key of 80 bits', { totpSecret: 'JBSWY3DPEHPK3PXP' }, /^totpSecret: .*128 to 512 bits/],
    ['seven digits', { totpSecret: secret, totpDigits: 7 }, /^totpDigits: must be 6 or 8$/],
    [
      'a period of 45 s',
      { totpSecret: secret, totpPeriodSeconds: 45 },
      /^totpPeriodSeconds: must be 30 or 60$/,
    ],
    ['MD5', { totpSecret: secret, totpAlgorithm: 'MD5' }, /^totpAlgorithm: must be one of/],
    ['parameters without a key', { totpDigits: 8 }, /go only with totpSecret/],
    ['a label without a key', { totpLabel: 'Phone' }, /^totpLabel goes only with a key/],
    ['two keys', { totpSecret: secret, otpauthUri: uri }, /^Give only one of/],
    ['parameters beside a URI', { otpauthUri: uri, totpDigits: 8 }, /a URI contains its own/],
    ['a URI of another kind', { otpauthUri: 'https://example.org' }, /^The otpauth URI must begin/],
    ['a damaged export', { otpauthMigration: 'otpauth-migration://offline?data=AAA' }, /is damaged/],
    [
      'an export of two accounts',
      { otpauthMigration: migrationUri([account({ secret }), account({ secret })]) },
      /exactly one account/,
    ],
    ['an export of none', { otpauthMigration: migrationUri([]) }, /exactly one account/],
  ])('%s', async (_what, odd, reason) => {
    const rows = [newRow(), { ...newRow(), ...odd }, newRow()];
    const { body } = await importRows(world, rows);
    expect(body).toMatchObject({ rows: 3, created: 2, refused: [{ line: 2, code: 'invalid-request' }] });
    expect(body.refused[0].reason).toMatch(reason);
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  test('in CSV as well, where blank lines, quotes and a byte order mark do not shift them', async () => {
    const [a, b, c, d] = [newRow(), newRow(), newRow(), newRow()];
    const document = [
      '\uFEFFuserId,displayName,email,totpDigits,totpSecret',
      `${a.userId},"Anna ""A"", Example",${a['email']},8,${secret}`,
      '',
      `${b.userId},"left open,${b['email']},,`,
      `${c.userId},Carl,${c['email']},6,${secret}`,
      `${d.userId},Dora,${d['email']}`,
      `${d.userId},Dora,${d['email']},six,${secret}`,
      `${d.userId},Dora,${d['email']},,`,
    ].join('\r\n');
    const { body } = await importText(world, 'text/csv', document);
    expect(body).toMatchObject({ rows: 6, created: 3, unchanged: 0 });
    expect(body.refused).toEqual([
      { line: 4, code: 'invalid-request', reason: expect.stringContaining('a quote is unclosed') },
      { line: 6, code: 'invalid-request', reason: 'The line has 3 values; the first line names 5 columns.' },
      { line: 7, code: 'invalid-request', reason: 'totpDigits: must be 6 or 8' },
    ]);
    const anna = await world.api.expect(200, 'GET', `/v1/users/${a.userId}`);
    expect(anna.displayName).toBe('Anna "A", Example');
  });

  test.each([
    ['{"userId":'],
    ['[]'],
    ['null'],
    ['"text"'],
    ['7'],
    ['{"__proto__":{"userId":"x"}}'],
    ['userId,email'],
  ])('the line %s', async (line) => {
    const { body } = await importText(world, 'application/x-ndjson', `${ndjson([newRow()])}${line}\n`);
    expect(body).toMatchObject({ created: 1, refused: [{ line: 2, code: 'invalid-request' }] });
  });

  test('a user who is in the document twice', async () => {
    const row = newRow();
    const { body } = await importRows(world, [row, row, newRow(), { ...row, displayName: 'Other' }]);
    const reason = 'This user is on line 1 already.';
    expect(body).toEqual({
      rows: 4,
      created: 2,
      unchanged: 0,
      refused: [
        { line: 2, code: 'already-exists', reason },
        { line: 4, code: 'already-exists', reason },
      ],
    });
  });

  test('a type of token that is obsolete', async () => {
    await world.api.expect(200, 'PUT', '/v1/token-types/hotp', { body: { obsolete: true } });
    world.advance(6);
    const otpauthUri = `otpauth://hotp/x?secret=${secret}&counter=1`;
    const { body } = await importRows(world, [newRow({ otpauthUri }), newRow({ totpSecret: newSecret() })]);
    expect(body).toMatchObject({ created: 1, refused: [{ line: 1, code: 'not-allowed-in-state' }] });
  });
});

describe('rule 10: an import', () => {
  test('makes no user of a higher role, nor the one who imports', async () => {
    const rows: ImportRow[] = [
      ...rowsOf(ndjson([newRow({ roles: ['administrator'] })]), 'application/x-ndjson'),
    ];
    const ops = { ...administrator, roles: ['helpdesk'] } as const;
    const { refused, created } = await importUsers(world.services, ops, rows);
    expect({ created, refused }).toMatchObject({ created: 0, refused: [{ line: 1, code: 'forbidden' }] });
    const self = await importRows(world, [
      newRow({ userId: 'the-administrator' }),
      newRow({ roles: ['administrator'] }),
    ]);
    expect(self.body).toMatchObject({ created: 1, refused: [{ line: 1, code: 'forbidden' }] });
  });

  test('takes a key only from operators who may reveal keys', async () => {
    const document = ndjson([newRow({ totpSecret: newSecret() }), newRow()]);
    const ops = { ...administrator, roles: ['helpdesk'] } as const;
    const summary = await importUsers(world.services, ops, rowsOf(document, 'application/x-ndjson'));
    expect(summary).toMatchObject({ created: 1, refused: [{ line: 1, code: 'forbidden' }] });
  });

  test.each(['helpdesk', 'auditor'] as const)('is not for %s', async (as) => {
    expectProblem(await importRows(world, [newRow()], as), 'forbidden');
  });
});

describe('rule 13: a document that is none is refused whole, and nothing is written:', () => {
  const row = newRow();
  const line = `${row.userId},Anna,${row['email']}`;
  test.each([
    ['no columns', 'text/csv', line],
    ['a column that nobody knows', 'text/csv', `userId,displayName,email,password\n${line},x`],
    ['a column twice', 'text/csv', `userId,displayName,email,email\n${line},${row['email']}`],
    ['a column too few', 'text/csv', `userId,email\n${line}`],
    ['nothing', 'text/csv', ''],
    ['nothing', 'application/x-ndjson', ''],
    ['JSON', 'application/json', ndjson([row])],
    ['a spreadsheet', 'application/vnd.ms-excel', csv([row])],
  ])('%s as %s', async (_what, mediaType, document) => {
    world.calls.length = 0;
    const answer = await importText(world, mediaType, document);
    expectProblem(answer, 'invalid-request');
    expect(answer.body.detail).not.toContain(row.userId);
    expect(writesIn(world)).toEqual([]);
  });

  test('more than 4 MB', async () => {
    const document = `${ndjson([row])}${' '.repeat(4 * 1024 * 1024)}`;
    expectProblem(await importText(world, 'application/x-ndjson', document), 'payload-too-large');
    const fits = document.slice(0, 4 * 1024 * 1024);
    expect((await importText(world, 'application/x-ndjson', fits)).body).toMatchObject({
      rows: 1,
      created: 1,
    });
  });

  test('what is not UTF-8', async () => {
    const headers = { 'content-type': 'text/csv' };
    const bytes = Buffer.from([0x75, 0xff, 0xfe]);
    expectProblem(await world.api.call('POST', '/v1/users/import', { bytes, headers }), 'invalid-request');
  });
});

describe('P.13 however long the document, an import', () => {
  const good = (count: number): ImportRow[] => [
    ...rowsOf(ndjson(Array.from({ length: count }, () => newRow())), 'application/x-ndjson'),
  ];

  test('holds a few rows at a time: the next is read when one is done', async () => {
    let taken = 0;
    let done = 0;
    let most = 0;
    function* rows(): Generator<ImportRow> {
      for (const row of good(100)) {
        most = Math.max(most, ++taken - done);
        yield row;
      }
    }
    const { client, name } = world.services.table;
    const counting = {
      ...world.services,
      table: {
        name,
        client: {
          send: async (command: never) => {
            const answer = await client.send(command);
            if (JSON.stringify((command as { input: object }).input).includes('TransactItems')) done++;
            return answer;
          },
        } as never,
      },
    };
    expect((await importUsers(counting, administrator, rows())).created).toBe(100);
    expect(most).toBeLessThanOrEqual(8);
  });

  test('ends in time, and says from which line to go on', async () => {
    let now = world.services.clock();
    const slow: Services = {
      ...world.services,
      clock: () => {
        now += 100;
        return now;
      },
    };
    const rows = good(60);
    const first = await importUsers(slow, administrator, rows);
    expect(first.created).toBeGreaterThan(0);
    expect(first.created).toBe((first.nextLine ?? 0) - 1);
    const rest = await importUsers(world.services, administrator, rows.slice(first.created));
    expect(rest).toEqual({
      rows: 60 - first.created,
      created: 60 - first.created,
      unchanged: 0,
      refused: [],
    });
  });

  test('ends when it has refused 2,000 rows, so that the answer stays small', async () => {
    const { body } = await importText(world, 'application/x-ndjson', '{}\n'.repeat(10_000));
    expect(body.refused.length).toBeGreaterThanOrEqual(2_000);
    expect(body.refused.length).toBe(body.nextLine - 1);
    expect(JSON.stringify(body).length).toBeLessThan(1_000_000);
  });

  test('that loses the table tells so, does no more, and can be repeated', async () => {
    const document = ndjson(Array.from({ length: 40 }, () => newRow()));
    let calls = 0;
    const { client, name } = world.services.table;
    const broken = {
      ...world.services,
      table: {
        name,
        client: {
          send: async (command: never) => {
            if (++calls > 30) throw Object.assign(new Error('gone'), { name: 'TimeoutError' });
            return client.send(command);
          },
        } as never,
      },
    };
    await expect(
      importUsers(broken, administrator, rowsOf(document, 'application/x-ndjson')),
    ).rejects.toThrow('gone');
    expect(calls).toBeLessThan(60);
    const { body } = await importText(world, 'application/x-ndjson', document);
    expect(body).toMatchObject({ rows: 40, refused: [] });
    expect(body.unchanged).toBeGreaterThan(0);
    expect(body.created + body.unchanged).toBe(40);
  });
});

test('G11 of an import no key is in the table, the events, the answers or the log', async () => {
  const secrets = new Canaries();
  const personal = new Canaries();
  const rows = Array.from({ length: 6 }, () => {
    const totpSecret = newSecret();
    secrets.add('key', totpSecret);
    const row = newRow({ totpSecret });
    personal.add('address', String(row['email']));
    return row;
  });
  const [a, b, c, d, ...others] = rows;
  const asUri = { ...b, totpSecret: undefined, otpauthUri: `otpauth://totp/x?secret=${b?.['totpSecret']}` };
  const bad = [
    { ...c, totpDigits: 7 },
    { ...d, totpSecret: `${d?.['totpSecret']}=` },
  ];
  const output = captureOutput();
  const answers = [
    await importRows(world, [a, asUri, ...bad, ...others] as object[]),
    await importRows(world, [{ ...a, totpSecret: others[0]?.['totpSecret'] }] as object[]),
    await importText(world, 'text/csv', `${a?.['totpSecret']},${b?.['totpSecret']}\n`),
    await importText(world, 'text/plain', ndjson(rows)),
  ];
  output.release();
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 400]);
  expect(answers[0]?.body.refused).toHaveLength(2);
  const left = [await eventsOf(world, String(a?.userId)), answers, output.written];
  expect(secrets.foundIn([...left, await world.everything()])).toEqual([]);
  expect(personal.foundIn(left)).toEqual([]);
});

test('P.25 the document of the API names both media types, and the columns', () => {
  const operation = openApiDocument(functions).paths['/v1/users/import']?.['post'];
  expect(Object.keys(operation?.requestBody?.content ?? {})).toEqual(['text/csv', 'application/x-ndjson']);
  expect(operation?.['x-privilege']).toBe('users:import');
  for (const content of Object.values(operation?.requestBody?.content ?? {})) {
    for (const column of ['userId', 'totpSecret', 'otpauthMigration'])
      expect(content.schema.description).toContain(column);
  }
});
