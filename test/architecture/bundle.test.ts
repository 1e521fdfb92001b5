import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { FirstRequests } from '../../bench/start/processes.ts';
import { bundleFolder, bundleFunctions } from '../../build/bundle.ts';
import { functions } from '../../functions/index.ts';
import { heaviest, leaks, loadedAtStart } from './bundle.ts';
import { all } from './modules.ts';

const names = functions.map(({ name }) => name);
const metafileOf = (name: string): Metafile =>
  JSON.parse(readFileSync(join(bundleFolder, `${name}.meta.json`), 'utf8'));
const startOf = (name: string) => loadedAtStart(metafileOf(name), `functions/${name}.ts`);
const total = (loaded: readonly { readonly bytes: number }[]): number =>
  loaded.reduce((sum, { bytes }) => sum + bytes, 0);

beforeAll(() => bundleFunctions(names));

describe('the verify function', () => {
  test('performance: loads at most 240 KB before it answers', () => {
    const loaded = startOf('verify');
    expect(loaded.length).toBeGreaterThan(0);
    expect(total(loaded), `The heaviest: ${heaviest(loaded)}`).toBeLessThanOrEqual(240_000);
    expect(total(loaded)).toBeGreaterThan(100_000);
  });

  test('performance: loads nothing that it does not need to answer', () => {
    expect(leaks(startOf('verify'))).toEqual([]);
  });

  test('performance: its size counts what its files contain', () => {
    const { outputs } = metafileOf('verify');
    for (const [path, { bytes }] of Object.entries(outputs)) {
      const file = join(bundleFolder, 'verify', path.split('/verify/')[1] ?? '');
      expect(readFileSync(file).length, path).toBe(bytes);
    }
  });
});

test.each(names.filter((name) => name !== 'deliver'))(
  'performance: %s loads no credential chain, no full zod, and no client but that of the table',
  (name) => {
    expect(leaks(startOf(name))).toEqual([]);
  },
);

test('performance: deliver loads the clients of mails and texts, which it does need, and nothing else of that', () => {
  const found = leaks(startOf('deliver'));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((leak) => !/client-(ses|sns)/.test(leak))).toEqual([]);
});

test('performance: what is loaded later is named in one place', () => {
  const later = all.flatMap(({ path, imports }) =>
    imports.filter(({ lazy }) => lazy).map(({ from }) => ({ from, path })),
  );
  expect(later.length).toBeGreaterThan(3);
  const twice = later.filter(({ from }, place) => later.findIndex((one) => one.from === from) !== place);
  expect(twice).toEqual([]);
});

test('performance: the verify function answers an attempt with a request to its table, as the bench starts it', async () => {
  const starts = await FirstRequests.open();
  await expect(starts.function(join(bundleFolder, 'verify', 'index.mjs'))).resolves.toBeGreaterThan(0);
  starts.close();
});

describe('the look at a bundle names', () => {
  const file = (inputs: string[], imports: Metafile['outputs'][string]['imports'] = []) => ({
    bytes: 1_000,
    inputs: Object.fromEntries(inputs.map((path) => [path, { bytesInOutput: 10 }])),
    imports,
    exports: [],
  });
  const planted = (inputs: string[], imports: Metafile['outputs'][string]['imports'] = []): string[] => {
    const entry = file([], [{ path: 'chunk', kind: 'import-statement' }]);
    const outputs = { index: { ...entry, entryPoint: 'functions/x.ts' }, chunk: file(inputs, imports) };
    return leaks(loadedAtStart({ inputs: {}, outputs }, 'functions/x.ts'));
  };

  test.each([
    'node_modules/@aws-sdk/credential-provider-ini/dist-es/index.js',
    'node_modules/@aws-sdk/credential-provider-sso/dist-es/index.js',
    'node_modules/@smithy/credential-provider-imds/dist-es/index.js',
    'node_modules/zod/v4/classic/schemas.js',
    'node_modules/@aws-sdk/client-ses/dist-es/SESClient.js',
    'node_modules/@aws-sdk/client-sns/dist-es/SNSClient.js',
    'node_modules/@aws-sdk/client-kms/dist-es/KMSClient.js',
  ])('performance: %s', (path) => {
    expect(planted([path])).toEqual([expect.stringContaining(path)]);
  });

  test('performance: a static import of node:http, and no dynamic one', () => {
    const imported = (kind: 'import-statement' | 'dynamic-import') =>
      planted([], [{ path: 'node:http', kind, external: true }]);
    expect(imported('import-statement')).toEqual(['import "node:http"']);
    expect(imported('dynamic-import')).toEqual([]);
  });

  test('performance: nothing of what is loaded later', () => {
    const later = file(['node_modules/@aws-sdk/client-kms/dist-es/KMSClient.js']);
    const entry = { ...file([], [{ path: 'later', kind: 'dynamic-import' }]), entryPoint: 'functions/x.ts' };
    expect(leaks(loadedAtStart({ inputs: {}, outputs: { index: entry, later } }, 'functions/x.ts'))).toEqual(
      [],
    );
  });
});
