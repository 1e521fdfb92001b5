import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { environmentNames } from '../../functions/wiring/environment.ts';
import { all } from './modules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs in a process of its own: imports modules, and tells which variables of the environment were asked for,
 * and what the process would now wait for.
 */
const importAll = `
  const asked = [];
  process.env = new Proxy({}, { get: (_, name) => { asked.push(String(name)); return undefined; } });
  // What the process has anyway.
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.fd;
  const before = process.getActiveResourcesInfo().length;
  for (const path of process.argv.slice(1)) await import(path);
  const open = process.getActiveResourcesInfo().slice(before);
  console.log(JSON.stringify({ asked, open }));
`;

async function importing(paths: readonly string[]): Promise<{ asked: string[]; open: string[] }> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', importAll, ...paths.map((path) => `${root}${path}`)],
    { env: {}, timeout: 30_000 },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test('architecture: the list of functions is importable with an empty environment', async () => {
  const { asked, open } = await importing(['functions/index.ts']);
  expect(open).toEqual([]);
  expect(asked.filter((name) => environmentNames.some((known) => known === name))).toEqual([]);
});

test('architecture: importing any module opens nothing, prints nothing, and asks for no configuration', async () => {
  const { asked, open } = await importing(all.map(({ path }) => path));
  expect(all.length).toBeGreaterThan(70);
  expect(open).toEqual([]);
  const ours = (name: string): boolean => environmentNames.some((known) => known === name);
  expect(asked.filter((name) => ours(name) || name.startsWith('AWS_ENDPOINT'))).toEqual([]);
});
