import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functions } from '../functions/index.ts';
import { docsPage } from './docs-page.ts';
import { fingerprint } from './fingerprint.ts';
import { openApiDocument } from './openapi.ts';
import { buildPage, type PageName, vitePages } from './vite-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const webFolder = join(root, 'dist', 'web');
/** Script that a first visit of each page loads, next to its budget. */
export const firstLoadsFile = `${webFolder}.first-loads.json`;

const sources = ['web', 'build', 'functions', 'lib', 'infra.config.ts', 'package.json', 'package-lock.json'];

/**
 * Builds the pages into `dist/web`: what CDK uploads and what the local runner serves. Each page is
 * `<address>/index.html`; every other file carries the hash of its content in its name, except `openapi.json`. The
 * pages also read `/sign-in.json`, which a deployment adds. Skips the work when no source has changed.
 *
 * @param onWork called before the work starts, if there is any
 */
export async function buildWeb(onWork?: () => void): Promise<void> {
  const hash = fingerprint(sources);
  const stamp = `${webFolder}.sources`;
  if (existsSync(webFolder) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  onWork?.();

  // Built in a separate folder and moved, so that a folder being served meanwhile never has half a page.
  const stage = `${webFolder}.${process.pid}`;
  rmSync(stage, { recursive: true, force: true });
  const names = Object.keys(vitePages) as PageName[];
  const loads = names.map(async (name) => {
    const bytes = await buildPage(name, join(stage, vitePages[name].address));
    return [name, { bytes, allowed: vitePages[name].firstLoadBytes }] as const;
  });
  const firstLoads = Object.fromEntries(await Promise.all(loads));
  const document = openApiDocument(functions);
  write(join(stage, 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
  for (const [file, content] of Object.entries(docsPage(document))) write(join(stage, 'docs', file), content);

  rmSync(webFolder, { recursive: true, force: true });
  renameSync(stage, webFolder);
  writeFileSync(firstLoadsFile, `${JSON.stringify(firstLoads, null, 2)}\n`);
  writeFileSync(stamp, hash);
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
