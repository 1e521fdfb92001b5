import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Parts } from '../../local/parts.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'countersign-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const privileged = (path: string, privilege: 'verify' | 'self' | 'users:read' | 'setup', method = 'GET') =>
  ({ method, path, privilege }) as never;

/** Small functions that show what the runner does, instead of the deployed ones. */
export const fixtureParts: Parts = {
  functions: async () => [
    {
      name: 'echo',
      routes: [
        privileged('/v1/verify', 'verify', 'POST'),
        privileged('/v1/me', 'self'),
        privileged('/v1/things/{thing}', 'users:read'),
        privileged('/v1/things/special', 'users:read'),
        privileged('/v1/open', 'setup'),
        privileged('/v1/open', 'setup', 'POST'),
      ],
    },
    { name: 'unmatched', routes: [] },
    { name: 'expire', routes: [] },
    { name: 'record', routes: [], stream: true },
    { name: 'deliver', routes: [], stream: true },
  ],
  bundles: async () => fileURLToPath(new URL('functions', import.meta.url)),
  pages: async () => fileURLToPath(new URL('pages', import.meta.url)),
  schedules: { sweep: { function: 'expire', everyMinutes: 1000, input: { fixed: true } } },
};
