import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as written from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { compactErrors } from '../../build/compact-errors.ts';

const folder = join(
  createRequire(import.meta.url).resolve('@aws-sdk/client-dynamodb'),
  '../../dist-es/models',
);

async function compacted(): Promise<Record<string, new (opts: object) => Error>> {
  const { outputFiles } = await build({
    stdin: {
      contents: compactErrors(readFileSync(join(folder, 'errors.js'), 'utf8')),
      resolveDir: folder,
      loader: 'js',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.text ?? '').toString('base64')}`);
}

test('architecture: the exceptions made by one function are those that the SDK writes out', async () => {
  const made = await compacted();
  const names = Object.keys(made).filter((name) => name in written);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    const input = { message: 'm', $metadata: {}, Item: { a: 1 }, CancellationReasons: [], Message: 'n' };
    const [ours, theirs] = [made, written as never as typeof made].map(
      (all) => new (all[name] as never)(input),
    );
    expect({ ...(ours as object) }, name).toEqual({ ...(theirs as object) });
    expect(ours, name).toBeInstanceOf(made[name] as never);
    expect((ours as Error).name).toBe(name);
  }
});

test('architecture: another way of writing them fails the build instead of passing by', () => {
  expect(() => compactErrors('export const x = 1;')).toThrow();
});
