import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf, type Line, linesOf, linesOfChunks } from '../../../lib/files/lines.ts';
import { importFile, type Summary } from '../../../lib/files/send-file.ts';
import { parseOtpauthUri } from '../../../lib/token-types/shared-key.ts';
import { convertMigration } from '../../../tools/import/migration.ts';
import { importService, Refused } from '../../../tools/import/service.ts';
import { newSecret } from './imports.ts';
import { account, migrationUri } from './migration.ts';

async function* chunksOf(parts: Iterable<string>): AsyncGenerator<string> {
  yield* parts;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('P.13 a file is read', () => {
  test('line by line, wherever its chunks are cut', async () => {
    const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'ü') }));
    await fc.assert(
      fc.asyncProperty(pieces, async (chunks) => {
        const expected = chunks
          .join('')
          .split('\n')
          .map((text, i) => ({ line: i + 1, text: text.replace(/\r$/, '') }))
          .filter(({ text }) => text.trim() !== '');
        expect(await all(linesOfChunks(chunksOf(chunks)))).toEqual(expected);
        expect([...linesOf(chunks.join(''))]).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('holding no more than one request of rows, however many there are', async () => {
    let made = 0;
    let most = 0;
    async function* lines(): AsyncGenerator<Line> {
      while (made < 100_000) yield { line: ++made, text: 'x'.repeat(40) };
    }
    let used = 0;
    for await (const batch of batchesOf(lines(), 500)) {
      expect(batch.length).toBe(500);
      most = Math.max(most, made - used);
      used += batch.length;
    }
    expect(used).toBe(100_000);
    // The rows of this request, and the first of the next.
    expect(most).toBeLessThanOrEqual(501);
  });

  test('keeping little of a line that never ends, and sends requests that the service takes', async () => {
    function* endless(): Generator<string> {
      for (let i = 0; i < 2_000; i++) yield 'x'.repeat(16_384);
      yield '\nlast';
    }
    const lines = await all(linesOfChunks(chunksOf(endless())));
    expect(lines.map(({ line, text }) => [line, text.length])).toEqual([
      [1, 16_384],
      [2, 4],
    ]);
    const long = Array.from({ length: 1_000 }, (_, i) => ({ line: i, text: '字'.repeat(16_384) }));
    for await (const batch of batchesOf(chunkedLines(long), 10_000)) {
      expect(Buffer.byteLength(batch.map(({ text }) => text).join('\n'))).toBeLessThan(4_000_000);
    }
  });
});

async function* chunkedLines(lines: Iterable<Line>): AsyncGenerator<Line> {
  yield* lines;
}

describe('P.13 an import of a file', () => {
  const file = (rows: number): string =>
    ['userId,displayName', ...Array.from({ length: rows }, (_, i) => `u${i},${i % 7 ? 'U' : ''}`)].join(
      '\n\n',
    );

  /** Takes so many rows of each request, and refuses those without a name. */
  function standIn(most: number) {
    const users: string[] = [];
    const send = async (document: string): Promise<Summary> => {
      const [header, ...rows] = document.trimEnd().split('\n');
      expect(header).toBe('userId,displayName');
      const taken = rows.slice(0, most);
      const bad = taken.flatMap((row, i) => (row.endsWith(',') ? [i + 2] : []));
      users.push(...taken);
      return {
        rows: taken.length,
        created: taken.length - bad.length,
        unchanged: 0,
        refused: bad.map((line) => ({ line, code: 'invalid-request', reason: 'no name' })),
        ...(rows.length > most ? { nextLine: most + 2 } : {}),
      };
    };
    return { users, send };
  }

  test.each([500, 30, 1])('sends each row once, though the service takes %i at a time', async (most) => {
    const { users, send } = standIn(most);
    const refused: number[] = [];
    const seen: number[] = [];
    const done = await importFile(chunksOf([file(120)]), {
      format: 'csv',
      rowsPerRequest: 50,
      send,
      onRefused: ({ line }) => refused.push(line),
      onProgress: ({ rows }) => seen.push(rows),
    });
    expect(users.map((row) => row.split(',')[0])).toEqual(Array.from({ length: 120 }, (_, i) => `u${i}`));
    expect(done).toEqual({ rows: 120, created: 102, unchanged: 0, refused: 18 });
    // Every second line of the file is blank.
    expect(refused).toEqual(Array.from({ length: 18 }, (_, i) => 3 + 14 * i));
    expect(seen.at(-1)).toBe(120);
  });

  test('ends when the service takes nothing, instead of asking for ever', async () => {
    const send = async () => ({ rows: 0, created: 0, unchanged: 0, refused: [], nextLine: 1 });
    const run = { format: 'ndjson', rowsPerRequest: 5, send, onRefused() {}, onProgress() {} } as const;
    await expect(importFile(chunksOf(['{}\n']), run)).rejects.toThrow('accepts no rows from line 1 on');
  });
});

describe('P.13 the service is asked', () => {
  const done = { rows: 1, created: 1, unchanged: 0, refused: [] };

  async function answering(answers: readonly [status: number, headers?: Record<string, string>][]) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization?.split(' ')[0]}`);
      const [status = 200, headers = {}] = answers[asked.length - 1] ?? [];
      response.writeHead(status, headers);
      response.end(JSON.stringify(status === 200 ? done : { detail: 'No.' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const waits: number[] = [];
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    const send = importService({ url, mediaType: 'text/csv', accessToken: 'token', wait });
    return { asked, waits, send, close: () => server.close() };
  }

  test('again when it asks for patience, and waits as long as it says', async () => {
    const { asked, waits, send, close } = await answering([
      [429, { 'retry-after': '7' }],
      [503],
      [502],
      [200],
    ]);
    expect(await send('x')).toEqual(done);
    expect(asked).toEqual(Array(4).fill('/v1/users/import Bearer'));
    expect(waits).toEqual([7_000, 500, 1_000, 2_000]);
    close();
  });

  test('once when it refuses the document, and the reason is given', async () => {
    const { asked, send, close } = await answering([[400]]);
    await expect(send('x')).rejects.toThrow(new Refused('400 No.'));
    expect(asked).toHaveLength(1);
    close();
  });

  test('not for ever', async () => {
    const { asked, send, close } = await answering(Array(50).fill([503]));
    await expect(send('x')).rejects.toThrow(Refused);
    expect(asked.length).toBe(8);
    close();
  });

  test('not at all without credentials', async () => {
    const send = importService({ url: 'http://127.0.0.1:1', mediaType: 'text/csv', wait: async () => {} });
    await expect(send('x')).rejects.toThrow('Set COUNTERSIGN_ACCESS_TOKEN');
  });
});

test('P.13 an export of many accounts becomes rows with the same keys; the others are reported', () => {
  const secrets = [newSecret(), newSecret(), newSecret()];
  const [a = '', b = '', c = ''] = secrets;
  const text = [
    migrationUri([
      account({ secret: a, name: 'Old:anna@example.org' }),
      account({ secret: b, name: 'bert', type: 'hotp', counter: 5, issuer: '' }),
      account({ secret: c, algorithm: 'MD5' }),
    ]),
    '',
    'otpauth-migration://offline?data=AAA',
    migrationUri([account({ secret: c, name: 'carl', algorithm: 'SHA512', digits: 8 })]),
  ].join('\r\n');
  const { rows, refused } = convertMigration(text);
  const read = rows.map((row) => JSON.parse(row));
  expect(read.map(({ userId, email }) => ({ userId, email }))).toEqual([
    { userId: 'anna@example.org', email: 'anna@example.org' },
    { userId: 'bert', email: '' },
    { userId: 'carl', email: '' },
  ]);
  expect(
    read
      .map(({ otpauthUri }) => parseOtpauthUri(otpauthUri))
      .map(({ type, parameters }) => [type, parameters]),
  ).toEqual([
    ['totp', { algorithm: 'SHA1', digits: 6, periodSeconds: 30 }],
    ['hotp', { algorithm: 'SHA1', digits: 6, periodSeconds: 0, counter: 5 }],
    ['totp', { algorithm: 'SHA512', digits: 8, periodSeconds: 30 }],
  ]);
  expect(read.map(({ otpauthUri }) => otpauthUri).join()).toContain(a);
  expect(refused).toMatchObject([
    { uri: 1, account: 3 },
    { uri: 3, account: 0 },
  ]);
  expect(JSON.stringify(refused)).not.toContain(c);
});
