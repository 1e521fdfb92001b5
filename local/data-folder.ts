import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { takeLock } from './lock.ts';
import { errorCode, fileTrouble, StartProblem } from './start-problem.ts';

/** Increased whenever data of an earlier version can no longer be read. */
const dataVersion = '1';

const otherPlaces =
  'Name another folder: COUNTERSIGN_DATA=<folder> npm start\n' +
  'Or keep everything in memory: npm start -- --in-memory';

/** A database that runs out of space answers only "internal failure", so it is not started with less. */
const leastFreeBytes = 16 * 1024 * 1024;

const ours = [
  'version',
  'database',
  'secrets.json',
  'clock.json',
  'stream.json',
  'demo.json',
  'functions.log',
];

/** What outlives a run. In memory it outlives nothing. */
export interface DataFolder {
  /** `undefined` when everything is kept in memory. */
  readonly path: string | undefined;
  read<T>(name: string): T | undefined;
  /** Replaces the whole file, readable by its owner only. */
  write(name: string, value: unknown): void;
  release(): void;
}

export function memoryFolder(): DataFolder {
  const values = new Map<string, string>();
  return {
    path: undefined,
    read: (name) => parse(values.get(name)),
    write: (name, value) => void values.set(name, JSON.stringify(value)),
    release() {},
  };
}

/**
 * Takes a folder for one runner at a time.
 *
 * @param fresh deletes what an earlier run left there, and nothing else in the folder
 * @param freeBytes how much more the folder's disk can hold
 * @throws StartProblem with what to do when the folder cannot be used
 */
export function openDataFolder(path: string, fresh: boolean, freeBytes = freeBytesOf): DataFolder {
  const release = explained(path, () => {
    mkdirSync(path, { recursive: true });
    return takeLock(path);
  });
  try {
    explained(path, () => {
      if (fresh) forget(path);
      checkSpace(path, freeBytes(path));
      checkVersion(path);
      mkdirSync(join(path, 'database'), { recursive: true, mode: 0o700 });
    });
  } catch (error) {
    release();
    throw error;
  }
  return {
    path,
    read: (name) => {
      const file = join(path, name);
      return parse(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
    },
    write: (name, value) => {
      const file = join(path, name);
      explained(path, () => {
        writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      });
    },
    release,
  };
}

function checkSpace(path: string, free: number): void {
  if (free >= leastFreeBytes) return;
  throw new StartProblem(
    `The disk that holds the data folder ${path} is full: only ${Math.floor(free / 1024)} KB are free.\n` +
      `Make room for ${leastFreeBytes / 1024 / 1024} MB, or choose another place.\n${otherPlaces}`,
  );
}

function freeBytesOf(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** Only in a folder that is ours: a typo in COUNTERSIGN_DATA must not cost anybody their home directory. */
function forget(path: string): void {
  const version = join(path, 'version');
  if (!existsSync(version)) return;
  for (const name of ours) rmSync(join(path, name), { recursive: true, force: true });
  writeFileSync(version, dataVersion);
}

function checkVersion(path: string): void {
  const file = join(path, 'version');
  if (!existsSync(file)) {
    const strangers = readdirSync(path).filter((name) => name !== 'lock');
    if (strangers.length > 0) {
      throw new StartProblem(
        `${path} is not a Countersign data folder: it holds other files (${strangers.slice(0, 3).join(', ')}).\n` +
          'Name an empty or a new folder: COUNTERSIGN_DATA=<folder> npm start',
      );
    }
    writeFileSync(file, dataVersion);
    return;
  }
  const found = readFileSync(file, 'utf8').trim();
  if (found === dataVersion) return;
  throw new StartProblem(
    `The data in ${path} is of version "${found.slice(0, 20)}"; this program reads version "${dataVersion}".\n` +
      'Start over with an empty organisation: npm start -- --fresh\n' +
      'Or keep that data and use another folder: COUNTERSIGN_DATA=<folder> npm start',
  );
}

function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const trouble = fileTrouble(error) ?? errorCode(error);
    if (error instanceof StartProblem || !trouble) throw error;
    throw new StartProblem(`Cannot write to the data folder ${path}: ${trouble}.\n${otherPlaces}`);
  }
}

function parse<T>(text: string | undefined): T | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as T);
}
