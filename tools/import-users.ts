import { createReadStream, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Format, importFile, mediaTypes, type Progress } from '../lib/files/send-file.ts';
import { convertMigration } from './import/migration.ts';
import { importService, Refused } from './import/service.ts';

const usage = `npm run import -- <file> --url <origin> [options]

  --url <origin>      the service, e.g. http://127.0.0.1:4000
  --format csv|ndjson by default the file's extension
  --rows <n>          rows per request (500)
  --report <file>     refused rows with line and reason, by default <file>.refused.ndjson

npm run import -- --migration <file> --out <file>

  Turns exports of Google Authenticator (otpauth-migration: URIs, one per line) into rows to
  complete and import. The rows contain the keys, so only you can read the file.

Environment: COUNTERSIGN_ACCESS_TOKEN, or COUNTERSIGN_ISSUER, COUNTERSIGN_CLIENT_ID and
COUNTERSIGN_CLIENT_SECRET of a program with the privilege users:import.
You can stop and restart an import: users imported earlier are reported as unchanged.`;

/** Thrown for a problem that the person at the keyboard can fix. */
class Usage extends Error {}

try {
  await main();
} catch (error) {
  const plain = error instanceof Usage || error instanceof Refused || isFileError(error);
  console.error(plain ? `\n${(error as Error).message}` : error);
  if (error instanceof Usage) console.error(`\n${usage}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = options();
  if (values.help) return console.log(usage);
  if (values.migration) return convert(values.migration, values.out);
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new Usage('Name one file.');
  if (!values.url || !URL.canParse(values.url))
    throw new Usage('Give the address of the service: --url <origin>.');
  const rows = Number(values.rows);
  if (!Number.isInteger(rows) || rows < 1 || rows > 10_000)
    throw new Usage('--rows must be from 1 to 10000.');
  const format = formatOf(values.format ?? file.split('.').at(-1));
  const report = values.report ?? `${file}.refused.ndjson`;
  const { send, onRefused, show } = wiring(values.url, format, report);
  const input = createReadStream(file, { encoding: 'utf8' });
  const done = await importFile(input, {
    format,
    rowsPerRequest: rows,
    send,
    onRefused,
    onProgress: show(false),
  });
  show(true)(done);
  if (done.refused > 0) {
    console.error(`Refused rows are in ${report}`);
    process.exitCode = 2;
  }
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        format: { type: 'string' },
        rows: { type: 'string', default: '500' },
        report: { type: 'string' },
        migration: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Usage((error as Error).message);
  }
}

function formatOf(name: string | undefined): Format {
  if (name === 'csv' || name === 'ndjson') return name;
  throw new Usage('Give the format of the file: --format csv or --format ndjson.');
}

function wiring(url: string, format: Format, report: string) {
  const { env } = process;
  const send = importService({
    url,
    mediaType: mediaTypes[format],
    accessToken: env['COUNTERSIGN_ACCESS_TOKEN'],
    issuer: env['COUNTERSIGN_ISSUER'],
    clientId: env['COUNTERSIGN_CLIENT_ID'],
    clientSecret: env['COUNTERSIGN_CLIENT_SECRET'],
  });
  const refusals = openSync(report, 'w');
  const startedAt = performance.now();
  let shownAt = startedAt;
  const show = (last: boolean) => (progress: Readonly<Progress>) => {
    const now = performance.now();
    const { isTTY } = process.stderr;
    // A log is not a screen: only a line now and then.
    if (!isTTY && !last && now - shownAt < 5_000) return;
    shownAt = now;
    const perSecond = Math.round(progress.rows / ((now - startedAt) / 1000));
    const megabytes = Math.round(process.memoryUsage.rss() / 1024 / 1024);
    const { rows, created, unchanged, refused } = progress;
    const text = `${rows} rows, ${perSecond} per second: ${created} created, ${unchanged} unchanged, ${refused} refused; ${megabytes} MB`;
    process.stderr.write(isTTY ? `\r${text}${last ? '\n' : ''}` : `${text}\n`);
  };
  const onRefused = (row: object): void => void writeSync(refusals, `${JSON.stringify(row)}\n`);
  return { send, onRefused, show };
}

function convert(from: string, to: string | undefined): void {
  if (!to) throw new Usage('Give a file for the rows: --out <file>.');
  const { rows, refused } = convertMigration(readFileSync(from, 'utf8'));
  writeFileSync(to, rows.map((row) => `${row}\n`).join(''), { mode: 0o600, flag: 'wx' });
  for (const { uri, account, reason } of refused) {
    console.error(account ? `Line ${uri}, account ${account}: ${reason}` : `Line ${uri}: ${reason}`);
  }
  console.error(
    `${rows.length} rows in ${to}. Complete userId, displayName and email, import the file, then delete it.`,
  );
  if (refused.length > 0) process.exitCode = 2;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}
