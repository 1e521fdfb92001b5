import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * One hash over the names and contents of these files and folders of the project: while it stays the same, so does
 * what is built from them.
 */
export function fingerprint(paths: readonly string[], ...also: readonly string[]): string {
  const hash = createHash('sha256').update(also.join());
  for (const file of paths.flatMap((path) => list(join(root, path))).sort()) {
    hash.update(relative(root, file).split(sep).join('/')).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function list(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => list(join(path, name)));
}
