import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { compactErrors } from '../../build/compact-errors.ts';

type Exceptions = Record<string, new (given: object) => Error>;

const folder = join(
  createRequire(import.meta.url).resolve('@aws-sdk/client-dynamodb'),
  '../../dist-es/models',
);
const source = readFileSync(join(folder, 'errors.js'), 'utf8');

async function load(contents: string): Promise<Exceptions> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.text ?? '').toString('base64')}`);
}

test('architecture: the exceptions made by one function are those that the SDK writes out', async () => {
  const [made, written] = await Promise.all([load(compactErrors(source)), load(source)]);
  expect(Object.keys(made).sort()).toEqual(Object.keys(written).sort());
  expect(Object.keys(made).length).toBeGreaterThan(20);
  const given = { message: 'm', $metadata: {}, Item: { a: 1 }, CancellationReasons: [], Message: 'n' };
  for (const [name, Made] of Object.entries(made)) {
    const Written = written[name] as Exceptions[string];
    const ours = new Made(given);
    const theirs = new Written(given);
    expect({ ...ours }, name).toEqual({ ...theirs });
    expect([ours.name, ours.message]).toEqual([theirs.name, theirs.message]);
    expect(ours instanceof Made, name).toBe(true);
    for (const [other, Other] of Object.entries(made)) {
      if (other !== name) expect(ours instanceof Other, `${name} is no ${other}`).toBe(false);
    }
  }
});

test('architecture: another way of writing them fails the build instead of passing by', () => {
  expect(() => compactErrors('export const x = 1;')).toThrow();
});
