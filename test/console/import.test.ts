import { describe, expect, test } from 'vitest';
import {
  formatOf,
  type Import,
  pauseBefore,
  type RefusedRow,
  refusedCsv,
  runImport,
} from '../../web/console/pages/import-users/rules.ts';

async function* textOf(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += 7) yield text.slice(from, from + 7);
}

interface Sent {
  readonly type: string;
  readonly lines: readonly string[];
}

/** An import of a text, whose service takes so many rows of each document and refuses those that say so. */
async function importOf(text: string, changed: Partial<Import> & { readonly takes?: number } = {}) {
  const { takes = Number.POSITIVE_INFINITY, ...rest } = changed;
  const sent: Sent[] = [];
  const refused: RefusedRow[] = [];
  const shares: string[] = [];
  const done = await runImport({
    format: 'csv',
    read: () => textOf(text),
    async send(document) {
      const lines = (await document.text()).split('\n').slice(0, -1);
      sent.push({ type: document.type, lines });
      const header = document.type === 'text/csv' ? 1 : 0;
      const taken = lines.slice(header, header + takes);
      const wrong = taken.flatMap((line, index) =>
        line.includes('wrong')
          ? [{ line: header + index + 1, code: 'invalid-request', reason: `no: ${line}` }]
          : [],
      );
      return {
        rows: taken.length,
        created: taken.length - wrong.length,
        unchanged: 0,
        refused: wrong,
        ...(header + taken.length < lines.length && { nextLine: header + taken.length + 1 }),
      };
    },
    again: () => undefined,
    wait: async () => {},
    onProgress: ({ rows }, total) => shares.push(`${rows}/${total}`),
    onRefused: (row) => refused.push(row),
    ...rest,
  });
  return { done, sent, refused, shares };
}

describe('P.13 importing a file in the browser', () => {
  test('cuts at line ends, repeats the header, and counts on the lines of the file', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => (i === 555 ? 'wrong' : `u${i}`));
    const { done, sent, refused, shares } = await importOf(['userId', '', ...rows].join('\n'));
    expect(sent.map(({ lines }) => lines.length)).toEqual([251, 251, 101]);
    expect(sent.every(({ type, lines }) => type === 'text/csv' && lines[0] === 'userId')).toBe(true);
    expect(refused).toEqual([{ line: 558, code: 'invalid-request', reason: 'no: wrong' }]);
    expect(shares).toEqual(['0/600', '250/600', '500/600', '600/600']);
    expect(done).toEqual({ rows: 600, created: 599, unchanged: 0, refused: 1 });
  });

  test('goes on at the line where the service stopped', async () => {
    const { sent, done } = await importOf('userId\na\nb\nc\n', { takes: 2 });
    expect(sent.map(({ lines }) => lines.join())).toEqual(['userId,a,b,c', 'userId,c']);
    expect(done.rows).toBe(3);
  });

  test('NDJSON has no header', async () => {
    const { sent } = await importOf('{"a":1}\n{"b":2}\n', { format: 'ndjson' });
    expect(sent).toEqual([{ type: 'application/x-ndjson', lines: ['{"a":1}', '{"b":2}'] }]);
  });

  test('a file without rows asks the service nothing', async () => {
    expect((await importOf('userId\n\n')).sent).toEqual([]);
    expect((await importOf('')).done.rows).toBe(0);
  });

  test('waits and sends the same rows again where that helps, and gives up where it does not', async () => {
    const pauses: number[] = [];
    let calls = 0;
    const summary = { rows: 1, created: 1, unchanged: 0, refused: [] };
    const { done } = await importOf('userId\na\n', {
      send: async () => {
        if (++calls < 3) throw { status: 503 };
        return summary;
      },
      again: (error, tries) => pauseBefore(error as { status: number }, tries),
      wait: async (milliseconds) => void pauses.push(milliseconds),
    });
    expect([done.rows, pauses]).toEqual([1, [500, 1000]]);
    const refusal = importOf('userId\na\n', {
      send: async () => Promise.reject(new Error('no')),
    });
    await expect(refusal).rejects.toThrow('no');
  });

  test('asks again after no answer, a failure, or as long as the service says; never after a refusal', () => {
    expect(pauseBefore({ status: 0 }, 1)).toBe(500);
    expect(pauseBefore({ status: 429, retryAfterSeconds: 7 }, 1)).toBe(7_000);
    expect(pauseBefore({ status: 503, retryAfterSeconds: 3_600 }, 1)).toBe(30_000);
    expect(pauseBefore({ status: 400 }, 1)).toBeUndefined();
    expect(pauseBefore({ status: 403 }, 1)).toBeUndefined();
  });

  test('knows the format by the name', () => {
    expect(['a.CSV', 'b.ndjson', 'c.jsonl', 'd.xlsx', 'csv.txt'].map(formatOf)).toEqual([
      'csv',
      'ndjson',
      'ndjson',
      undefined,
      undefined,
    ]);
  });

  test('the file of refused rows keeps quotes, and no spreadsheet runs its contents', () => {
    const rows = [{ line: 2, code: 'invalid-request', reason: '=1+1 is "odd"' }];
    expect(refusedCsv(rows)).toBe('\uFEFFline,code,reason\r\n2,invalid-request,"\'=1+1 is ""odd"""\r\n');
  });
});
