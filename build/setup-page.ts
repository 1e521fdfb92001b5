import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const source = fileURLToPath(new URL('../web/setup', import.meta.url));

/** The setup page is opened on phones, often on a bad line: its script stays below this, compressed. */
const setupScriptLimitBytes = 15 * 1024;

export async function buildSetupPage(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: source,
    base: '/setup/',
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false,
    },
  });
  assertSmall(join(folder, 'assets'));
}

function assertSmall(folder: string): void {
  const scripts = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name))).length }));
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= setupScriptLimitBytes) return;
  const list = scripts.map(({ name, bytes }) => `${name} ${bytes} bytes`).join(', ');
  throw new Error(
    `The setup page's script is ${total} bytes compressed, ${setupScriptLimitBytes} allowed: ${list}.`,
  );
}
