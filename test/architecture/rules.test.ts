import { describe, expect, test } from 'vitest';
import { all, inFolder, type Module, parse } from './modules.ts';

/** Lines of these modules in which something stands, as `file: line`. */
const linesWith = (pattern: RegExp, modules: readonly Module[]): string[] =>
  modules.flatMap(({ path, code }) =>
    code
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );

const clock = /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.(now|timeOrigin)|\bhrtime\b/;
const chance = /\bMath\.random\b/;
const singleQuery = /\bQueryCommand\b/;
const batch = /\bBatchGet(Item)?Command\b/;
const csvLibrary = /'csv-parse\b/;
const scan = /\b(Scan|ParallelScan)Command\b|\bExecuteStatement|\bscan\(/;
/** A partition or sort key, or the beginning of one. */
const spelledKey =
  /['"`](USER|TOKEN|LINK|OUTBOX|AUDIT|COUNT|ROLE|CLASS|TERM|TOKENTYPE|HARDWARE|DUE|STAGE|CODES|EVENTS|ASSERTION)#|'(STATE|PROFILE|CODES|SETTINGS|ROLES|KEYS|SWEEP|USERS|MESSAGE|SIGNING)'/;
const client = /^\S.*\bnew \w*Client\(|^(const|let|export const) .*\b(connect|kmsWrapping|sesMailer)\(/;

describe('architecture', () => {
  test('time is a parameter: nobody reads the clock of the machine but the one that hands it out', () => {
    const found = linesWith(clock, all);
    expect(found).toEqual(['functions/wiring/services.ts: const clock = Date.now;']);
  });

  test('chance is a parameter: nobody draws by Math.random', () => {
    expect(linesWith(chance, all)).toEqual([]);
  });

  test('there is no Scan on any request path', () => {
    expect(linesWith(scan, all)).toEqual([]);
  });

  test('a Query is sent in one place, which reads every page or fails', () => {
    const others = all.filter(({ path }) => path !== 'lib/store/query.ts');
    expect(linesWith(singleQuery, others)).toEqual([]);
    expect(linesWith(singleQuery, inFolder('lib/store')).length).toBeGreaterThan(1);
  });

  test('a batch is read in one place, which reads all of it or fails', () => {
    const others = all.filter(({ path }) => path !== 'lib/store/batch-get.ts');
    expect(linesWith(batch, others)).toEqual([]);
    expect(linesWith(batch, inFolder('lib/store')).length).toBeGreaterThan(0);
  });

  test('a table is read in one place, whatever its rows contain', () => {
    expect(linesWith(csvLibrary, all).map((line) => line.split(':')[0])).toEqual(['lib/files/csv.ts']);
  });

  test('cursors are made and read in one place', () => {
    const found = linesWith(/\bnextCursor\b(?!\?)/, inFolder('lib/actions')).map(
      (line) => line.split(':')[0],
    );
    expect(found).toEqual(['lib/actions/gate/paging.ts']);
  });

  test('whose event an item carries is looked at in one place, and so is when a marker goes', () => {
    const files = (pattern: RegExp) => linesWith(pattern, all).map((line) => line.split(':')[0]);
    expect(files(/\['event'\]\?*\.M\?*\.\['id'\]/)).toEqual(['lib/store/items.ts']);
    expect(files(/\bdeleted: true\b/)).toEqual(['lib/store/items.ts']);
  });

  test('keys are spelled in one place', () => {
    const others = all.filter(({ path }) => path !== 'lib/store/keys.ts');
    expect(linesWith(spelledKey, others)).toEqual([]);
    expect(linesWith(spelledKey, inFolder('lib/store')).length).toBeGreaterThan(10);
  });

  test('clients are built on first use: none at the top of a module', () => {
    expect(linesWith(client, all)).toEqual([]);
  });

  test('style: no enums, no default exports, no class where a function would do but for problems', () => {
    expect(linesWith(/^\s*(export )?(const )?enum\b|\bexport default\b/, all)).toEqual([]);
    expect(linesWith(/\bclass [A-Z]/, all)).toEqual([
      'lib/domain/problems.ts: export class Problem extends Error {',
    ]);
  });

  test('style: no file is long, and most are short', () => {
    const lengths = all.map(({ path, code }) => ({ path, lines: code.split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 260)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(90);
  });

  test.each([
    [clock, 'const now = Date.now();'],
    [clock, 'return iso(new Date());'],
    [chance, 'pick(Math.random())'],
    [scan, 'await client.send(new ScanCommand({}));'],
    [singleQuery, 'await client.send(new QueryCommand({}));'],
    [batch, 'await client.send(new BatchGetItemCommand({}));'],
    [spelledKey, "const pk = 'USER#' + userId;"],
    [spelledKey, "if (item.sk.S === 'STATE') return;"],
    [client, 'const client = new DynamoDBClient({});'],
    [client, "export const table = connect('t');"],
  ])('the look for %s notices %s', (pattern, line) => {
    expect(linesWith(pattern, [parse('lib/store/planted.ts', line)])).toHaveLength(1);
  });
});
