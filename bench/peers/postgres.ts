import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePort } from '../../local/http.ts';
import type { Program } from '../../local/kept.ts';
import { NotInstalled } from './not-installed.ts';
import { run, startServer } from './programs.ts';

export interface Database {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
}

export interface Postgres {
  create(name: string): Promise<Database>;
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const user = 'bench';
const packaged = '/usr/lib/postgresql';

/** PostgreSQL with its defaults, on disk, in a cluster of its own. @throws NotInstalled */
export async function startPostgres(folder: string): Promise<Postgres> {
  const programs = await installedPrograms();
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  if (isRoot) await run({ command: 'chown', args: ['postgres', folder] });
  const of = (command: string, ...args: string[]): Program => asServer(join(programs, command), args);
  const server = ['-h', host, '-p', String(port), '-U', user];
  await run(of('initdb', '-D', folder, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale', 'C.UTF-8'));
  const settings = [`listen_addresses=${host}`, 'unix_socket_directories='];
  const { stop } = await startServer(
    of('postgres', '-D', folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])),
    () => run(of('pg_isready', '-q', ...server, '-d', 'postgres')).then(() => true),
  );
  return {
    stop,
    async create(name) {
      await run(of('createdb', ...server, name));
      return { host, port, name, user };
    },
  };
}

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root. */
const asServer = (command: string, args: readonly string[]): Program =>
  isRoot
    ? {
        command: 'setpriv',
        args: ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args],
      }
    : { command, args };

async function installedPrograms(): Promise<string> {
  const found = findPrograms();
  if (found) return found;
  const missing = 'PostgreSQL is not installed: apt-get install postgresql';
  if (!isRoot) throw new NotInstalled(missing);
  try {
    await run({ command: 'apt-get', args: ['update'] });
    const environment = { DEBIAN_FRONTEND: 'noninteractive' };
    await run({ command: 'apt-get', args: ['install', '--yes', 'postgresql'], environment });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  const now = findPrograms();
  if (!now) throw new NotInstalled(missing);
  return now;
}

/** Debian puts only the newest of them on the path. */
function findPrograms(): string | undefined {
  const releases = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...releases.map((release) => join(packaged, release, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}
