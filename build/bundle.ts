import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { compactErrors } from './compact-errors.ts';
import { fingerprint } from './fingerprint.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const bundleFolder = join(root, 'dist', 'functions');

/**
 * Parts of the AWS SDK that no function here can reach, replaced by a few lines: Lambda hands credentials over
 * in the environment, and the endpoints of the services follow from the region. Each is evaluated at every cold
 * start of a verification, and together they are a third of the client (docs/decisions/0004-verify-bundle.md).
 */
const replaced: readonly { readonly what: RegExp; readonly from: RegExp; readonly by: string }[] = [
  { what: /^@aws-sdk\/credential-provider-node$/, from: /./, by: 'credentials.ts' },
  { what: /^@aws-sdk\/middleware-endpoint-discovery$/, from: /./, by: 'endpoint-discovery.ts' },
  { what: /^\.\/endpoint\/endpointResolver$/, from: /client-dynamodb/, by: 'dynamodb-endpoint.ts' },
  { what: /^\.\/endpoint\/endpointResolver$/, from: /client-kms/, by: 'kms-endpoint.ts' },
  { what: /^\.\/partitions$/, from: /util-endpoints/, by: 'partitions.ts' },
  { what: /\/getInstanceMetadataRegion$/, from: /./, by: 'metadata-region.ts' },
  { what: /\/(AdaptiveRetryStrategy|Sha256Js|HeaderFormatter)$/, from: /@smithy/, by: 'unused-classes.ts' },
  { what: /\/loadSharedConfigFiles$/, from: /@smithy/, by: 'shared-config.ts' },
  { what: /\/recursionDetectionMiddleware$/, from: /@aws-sdk/, by: 'recursion-detection.ts' },
];

const replaceUnreachable: Plugin = {
  name: 'replace-unreachable',
  setup(builder) {
    for (const { what, from, by } of replaced) {
      builder.onResolve({ filter: what }, ({ importer }) =>
        from.test(importer) ? { path: join(root, 'build', 'stubs', by) } : undefined,
      );
    }
    builder.onLoad({ filter: /client-dynamodb[\\/]dist-es[\\/]models[\\/]errors\.js$/ }, ({ path }) => ({
      contents: compactErrors(readFileSync(path, 'utf8')),
    }));
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
 * Bundles every function into `dist/functions/<name>/index.mjs`: what CDK deploys and what the local runner loads.
 * One folder per function, so that each is deployed alone. Skips the work when no source has changed.
 *
 * @param onWork called before the work starts, if there is any
 */
export async function bundleFunctions(names: readonly string[], onWork?: () => void): Promise<void> {
  const stamp = `${bundleFolder}.sources`;
  const sources =
    fingerprint(['functions', 'lib', 'build', 'infra.config.ts', 'package-lock.json']) + names.join();
  if (existsSync(bundleFolder) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  onWork?.();

  // Built in a separate folder and moved, so that a function being loaded meanwhile never sees half a bundle.
  const stage = `${bundleFolder}.${process.pid}`;
  rmSync(stage, { recursive: true, force: true });
  await Promise.all(names.map((name) => bundle(name, stage)));
  rmSync(bundleFolder, { recursive: true, force: true });
  renameSync(stage, bundleFolder);
  writeFileSync(stamp, sources);
}

async function bundle(name: string, folder: string): Promise<void> {
  const { metafile } = await build({
    ...options,
    metafile: true,
    absWorkingDir: root,
    entryPoints: [{ in: join(root, 'functions', `${name}.ts`), out: 'index' }],
    outdir: join(folder, name),
  });
  writeFileSync(join(folder, `${name}.meta.json`), JSON.stringify(metafile));
}
