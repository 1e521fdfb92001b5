import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { fontFiles } from './font-files.ts';

interface VitePage {
  /** The library that its JSX compiles to. */
  readonly jsx: 'preact' | 'react';
  /** Its path below the origin. */
  readonly address: string;
  /** The most script, compressed, that a first visit may load (docs/performance.md). */
  readonly firstLoadBytes: number;
}

const kilobyte = 1024;

/** Pages made of components, by their folder in `web/`. */
export const vitePages = {
  // Opened on phones, often on a bad line.
  setup: { jsx: 'preact', address: 'setup', firstLoadBytes: 15 * kilobyte },
  self: { jsx: 'preact', address: 'me', firstLoadBytes: 21 * kilobyte },
  console: { jsx: 'react', address: 'console', firstLoadBytes: 350 * kilobyte },
} as const satisfies Record<string, VitePage>;

export type PageName = keyof typeof vitePages;

type Chunk = Rolldown.OutputChunk;

/**
 * Builds `web/<name>` into the folder, and refuses a page that exceeds its budget.
 *
 * @returns bytes of script, compressed, that a first visit loads
 */
export async function buildPage(name: PageName, folder: string): Promise<number> {
  const { jsx, address, firstLoadBytes } = vitePages[name];
  const result = await build({
    configFile: false,
    root: fileURLToPath(new URL(`../web/${name}`, import.meta.url)),
    base: `/${address}/`,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: jsx, development: false } },
    plugins: [fontFiles()],
    // Also when tests build it: their NODE_ENV would include the libraries' development builds.
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: {
        onLog(level, log, handle) {
          // `use client` is for servers that render; this has none.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
        },
      },
      // Replaced by our own budget below, which counts compressed bytes.
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    },
  });
  const { output } = result as Rolldown.RolldownOutput;
  const chunks = output.filter((part) => part.type === 'chunk');
  const first = firstLoad(chunks).map((file) => ({ file, bytes: compressed(join(folder, file)) }));
  const total = first.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= firstLoadBytes) return total;
  const list = first.map(({ file, bytes }) => `${file} ${bytes}`).join(', ');
  throw new Error(
    `web/${name}: ${total} bytes of script, compressed, for a first visit; ${firstLoadBytes} allowed: ${list}.`,
  );
}

/** The entry with its imports, and of the parts loaded later the largest one. */
function firstLoad(chunks: readonly Chunk[]): string[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const withImports = (file: string, found = new Set<string>()): Set<string> => {
    if (found.has(file)) return found;
    found.add(file);
    for (const next of byName.get(file)?.imports ?? []) withImports(next, found);
    return found;
  };
  const size = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + (byName.get(file)?.code.length ?? 0), 0);
  const entries = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  const entry = new Set(entries.flatMap((file) => [...withImports(file)]));
  const later = chunks
    .filter(({ isDynamicEntry }) => isDynamicEntry)
    .map(({ fileName }) => [...withImports(fileName)].filter((file) => !entry.has(file)))
    .sort((one, other) => size(other) - size(one));
  return [...entry, ...(later[0] ?? [])];
}

const compressed = (file: string): number => gzipSync(readFileSync(file)).length;
