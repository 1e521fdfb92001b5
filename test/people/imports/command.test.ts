import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCountersign, startCountersign } from '../../../local/runner.ts';
import { csv, newRow, newSecret } from './imports.ts';
import { account, migrationUri } from './migration.ts';

const command = fileURLToPath(new URL('../../../tools/import-users.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'imports-'));
let running: RunningCountersign;
beforeAll(async () => {
  running = await startCountersign({ inMemory: true, quiet: true });
}, 60_000);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly told: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const credentials = {
    COUNTERSIGN_ISSUER: `${running.origin}/oidc`,
    COUNTERSIGN_CLIENT_ID: 'demo-admin',
    COUNTERSIGN_CLIENT_SECRET: 'demo-admin-secret',
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [command, ...args],
      { env: { ...credentials, ...env } },
      (error, out, errors) => resolve({ code: Number(error?.code ?? 0), told: out + errors }),
    );
  });
}

test('P.13 the command imports a file into what is deployed, and again changes nothing', async () => {
  const rows = Array.from({ length: 120 }, (_, i) =>
    newRow(i === 100 ? { email: 'nobody' } : { totpSecret: newSecret() }),
  );
  const file = join(folder, 'users.csv');
  writeFileSync(file, csv(rows));
  const args = [file, '--url', running.origin, '--rows', '50'];
  const first = await run(args);
  expect(first).toMatchObject({ code: 2, told: expect.stringContaining('120 rows') });
  expect(first.told).toContain('119 created, 0 unchanged, 1 refused');
  const report = readFileSync(`${file}.refused.ndjson`, 'utf8');
  expect(JSON.parse(report)).toEqual({
    line: 102,
    code: 'invalid-request',
    reason: 'email: must be an email address',
  });
  const second = await run(args);
  expect(second.told).toContain('0 created, 119 unchanged, 1 refused');
  for (const { totpSecret } of rows)
    expect(first.told + second.told).not.toContain(String(totpSecret ?? '-'.repeat(9)));
}, 120_000);

test('P.13 the command turns an export into rows, in a file for nobody else, and says nothing of the keys', async () => {
  const secret = newSecret();
  const from = join(folder, 'export.txt');
  const to = join(folder, 'export.ndjson');
  writeFileSync(from, migrationUri([account({ secret }), account({ secret, algorithm: 'MD5' })]));
  const { code, told } = await run(['--migration', from, '--out', to]);
  expect(code).toBe(2);
  expect(told).toContain('Line 1, account 2');
  expect(told).not.toContain(secret);
  expect(readFileSync(to, 'utf8')).toContain(secret);
  expect(statSync(to).mode & 0o777).toBe(0o600);
  expect((await run(['--migration', from, '--out', to])).code).toBe(1);
});

test.each([
  ['no file', [], 'Name one file'],
  ['no address', ['users.csv'], '--url'],
  ['a format that nobody knows', ['users.xlsx', '--url', 'http://127.0.0.1:1'], '--format'],
  ['an option that nobody knows', ['--force'], '--force'],
  ['a file that is not there', [join(folder, 'none.csv'), '--url', 'http://127.0.0.1:1'], 'ENOENT'],
])('P.13 the command with %s says what to do', async (_what, args, told) => {
  expect(await run(args)).toMatchObject({ code: 1, told: expect.stringContaining(told) });
});
