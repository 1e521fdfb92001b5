import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../local/http.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scripts = fileURLToPath(new URL('emulator', import.meta.url));
const folder = join(root, '.local', 'emulator');
const run = promisify(execFile);

export const account = '123456789012';
export const region = 'eu-central-1';

/** An AWS on this machine that enforces roles; it keeps everything in memory. */
export class Emulator {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  static async start(): Promise<Emulator> {
    await installTools();
    const port = await freePort();
    const log = openSync(join(folder, 'emulator.log'), 'w');
    const child = spawn(join(folder, 'bin', 'python'), [join(scripts, 'emulator.py')], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        GATEWAY_PORT: String(port),
        MINISTACK_ACCOUNT_ID: account,
        MINISTACK_REGION: region,
        NODE_FOLDER: join(root, 'node_modules', '.bin'),
        DECISIONS: join(folder, 'decisions.ndjson'),
      },
      stdio: ['ignore', log, log],
    });
    rmSync(join(folder, 'decisions.ndjson'), { force: true });
    const emulator = new Emulator(port, child);
    await emulator.#ready();
    return emulator;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What leads the CDK and every SDK here, signed as the account's root. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: region,
    };
  }

  /** For a client of an SDK in this process. */
  get client() {
    return {
      endpoint: this.url,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
    };
  }

  /** What roles were refused, as `function action resource`. */
  get refusals(): string[] {
    const file = join(folder, 'decisions.ndjson');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return lines
      .map((line) => JSON.parse(line) as Record<'who' | 'action' | 'resource' | 'decision', string>)
      .filter(({ decision }) => decision !== 'Allow')
      .map(({ who, action, resource }) => `${who} ${action} ${resource}`);
  }

  async #ready(): Promise<void> {
    for (let tries = 0; tries < 150; tries++) {
      const answer = await fetch(`${this.url}/_ministack/health`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.#child.exitCode !== null) break;
      await sleep(200);
    }
    throw new Error(`The emulator did not start:\n${readFileSync(join(folder, 'emulator.log'), 'utf8')}`);
  }

  stop(): void {
    this.#child.kill();
  }
}

/**
 * The emulator and cfn-lint, once for each version of their requirements.
 *
 * @returns the folder of their programs' `bin`
 */
export async function installTools(): Promise<string> {
  const requirements = join(scripts, 'requirements.txt');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const marker = join(folder, 'installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  ];
  await run(join(folder, 'bin', 'python'), pip);
  writeFileSync(marker, wanted);
  return folder;
}
