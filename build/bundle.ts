import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { fingerprint } from './fingerprint.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const bundleFolder = join(root, 'dist', 'functions');

/**
 * Parts of the AWS SDK that no function here can reach, replaced by a few lines: Lambda hands credentials over
 * in the environment, and DynamoDB's endpoint is not discovered. Saves 26 ms of every
 * cold start (docs/performance.md).
 */
const replaced: Record<string, string> = {
  '@aws-sdk/credential-provider-node': 'build/stubs/credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': 'build/stubs/endpoint-discovery.ts',
};

const replaceUnreachable: Plugin = {
  name: 'replace-unreachable',
  setup(builder) {
    builder.onResolve({ filter: /^@(aws-sdk|smithy)\// }, (found) => {
      const stub = replaced[found.path];
      return stub ? { path: join(root, stub) } : undefined;
    });
  },
};

const options = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  splitting: true,
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
  legalComments: 'none',
  plugins: [replaceUnreachable],
} as const;

/**
 * Bundles every function into `dist/functions/<name>/index.mjs`: what CDK deploys and what the local runner
 * loads. One folder per function, so that each is deployed alone. Skips the work when no source has changed.
 */
export async function bundleFunctions(names: readonly string[]): Promise<void> {
  const stamp = join(bundleFolder, '.sources');
  const sources = fingerprint(
    ['functions', 'lib', 'build', 'infra.config.ts', 'package-lock.json'],
    ...names,
  );
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  rmSync(bundleFolder, { recursive: true, force: true });
  await Promise.all(
    names.map(async (name) => {
      const result = await build({
        ...options,
        metafile: true,
        absWorkingDir: root,
        entryPoints: [{ in: join(root, 'functions', `${name}.ts`), out: 'index' }],
        outdir: join(bundleFolder, name),
      });
      writeFileSync(join(bundleFolder, `${name}.meta.json`), JSON.stringify(result.metafile));
    }),
  );
  writeFileSync(stamp, sources);
}
