import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Import {
  /** A file of this project by its path from the root, or the name of a package. */
  readonly from: string;
  /** `import type`: gone before anything runs. */
  readonly typeOnly: boolean;
  /** `import()`: loaded when it is needed. */
  readonly lazy: boolean;
  /** The names taken, as written. */
  readonly names: string;
}

export interface Module {
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const statements = /^(?:import|export)\s+(type\s)?([^'";]*?)\s*from\s+'([^']+)'/gm;
const bare = /^import\s+'([^']+)'/gm;
const lazy = /\bimport\(\s*'([^']+)'/g;

/** Reads one module's source. */
export function parse(path: string, source: string): Module {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<![:'"`/])\/\/.*$/gm, '');
  const resolve = (name: string): string =>
    name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : name;
  return {
    path,
    code,
    imports: [
      ...[...code.matchAll(statements)].map(([, type, names = '', from = '']) => ({
        from: resolve(from),
        typeOnly: type !== undefined,
        lazy: false,
        names,
      })),
      ...[...code.matchAll(bare)].map(([, from = '']) => ({
        from: resolve(from),
        typeOnly: false,
        lazy: false,
        names: '',
      })),
      ...[...code.matchAll(lazy)].map(([, from = '']) => ({
        from: resolve(from),
        typeOnly: false,
        lazy: true,
        names: '',
      })),
    ],
  };
}

/** Every module below a folder of the project. */
export function modulesIn(folder: string): Module[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .map((path) => parse(path, readFileSync(join(root, path), 'utf8')));
}

export const all: readonly Module[] = [...modulesIn('lib'), ...modulesIn('functions')];

/** What runs in browsers. */
export const pages: readonly Module[] = modulesIn('web');

export const inFolder = (folder: string, modules: readonly Module[] = all): Module[] =>
  modules.filter(({ path }) => path.startsWith(`${folder}/`));
