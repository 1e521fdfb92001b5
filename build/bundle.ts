import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { fingerprint } from './fingerprint.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const bundleFolder = join(root, 'dist', 'functions');

/**
 * Parts of the AWS SDK that no function here can reach, replaced by a few lines: Lambda hands credentials over
 * in the environment, and DynamoDB's and KMS's endpoints follow from the region. Each is evaluated at every cold
 * start of a verification, and together they are a third of the client (docs/decisions/0004-verify-bundle.md).
 */
const replaced: readonly { readonly what: RegExp; readonly from: RegExp; readonly by: string }[] = [
  { what: /^@aws-sdk\/credential-provider-node$/, from: /./, by: 'credentials.ts' },
  { what: /^@aws-sdk\/middleware-endpoint-discovery$/, from: /./, by: 'endpoint-discovery.ts' },
  { what: /^\.\/endpoint\/endpointResolver$/, from: /client-dynamodb/, by: 'dynamodb-endpoint.ts' },
  { what: /^\.\/endpoint\/endpointResolver$/, from: /client-kms/, by: 'kms-endpoint.ts' },
  { what: /^\.\/partitions$/, from: /util-endpoints/, by: 'partitions.ts' },
  { what: /^\.\.\/package\.json$/, from: /client-(dynamodb|kms)/, by: 'client-version.ts' },
];

const replaceUnreachable: Plugin = {
  name: 'replace-unreachable',
  setup(builder) {
    for (const { what, from, by } of replaced) {
      builder.onResolve({ filter: what }, ({ importer }) =>
        from.test(importer) ? { path: join(root, 'build', 'stubs', by) } : undefined,
      );
    }
  },
};

const options: BuildOptions = {
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
};

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
