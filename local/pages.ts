import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { assetHeaders, pageHeaders } from '../build/page-headers.ts';
import type { OriginRequest } from './gateway/gateway.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** What the root of the origin serves: the same as in `cdk/edge/page-address.ts`. */
const homePage = '/console';

/** Serves the built pages; returns false when the address is none of theirs. */
export type Pages = (call: OriginRequest) => Promise<boolean>;

/**
 * The addresses are listed once, so that no request can name a file outside the folder.
 *
 * @param documents by address: files that a deployment adds to the built ones
 */
export function pages(folder: string, documents: Readonly<Record<string, string>> = {}): Pages {
  const files = new Map(
    filesOf(folder).map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]),
  );
  for (const name of Object.keys(documents)) files.set(name, name);
  return async ({ method, path, response }) => {
    if (method !== 'GET' && method !== 'HEAD') return false;
    const name = path === '/' ? homePage : path.replace(/\/$/, '');
    const file = files.get(name) ?? files.get(`${name}/index.html`);
    if (!file) return false;
    const content = Object.hasOwn(documents, name)
      ? Buffer.from(documents[name] ?? '')
      : await readFile(file);
    const extension = extname(file);
    response.writeHead(200, {
      ...(isHashed(file) ? assetHeaders : pageHeaders([])),
      'content-type': contentTypes[extension] ?? 'application/octet-stream',
      'content-length': content.length,
    });
    response.end(method === 'HEAD' ? undefined : content);
    return true;
  };
}

function isHashed(file: string): boolean {
  return /-[\w-]{8}\.\w+$/.test(file);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
