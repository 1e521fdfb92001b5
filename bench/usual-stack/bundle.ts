import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const output = fileURLToPath(new URL('../../dist/usual-stack.cjs', import.meta.url));

/**
 * Installs the usual stack from its own lock file, the first time, and bundles it like CDK's NodejsFunction does by
 * default: CommonJS, `main` before `module`; minified, and with the SDK in it.
 */
export async function bundleUsualStack(): Promise<{ file: string; bytes: number }> {
  if (!existsSync(pathOf('node_modules')))
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: pathOf('.') });
  await build({
    entryPoints: [pathOf('handler.mjs')],
    outfile: output,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    legalComments: 'none',
    logLevel: 'error',
  });
  return { file: output, bytes: statSync(output).size };
}
