import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Needs } from '../../functions/wiring/function.ts';
import type { Parts } from '../../local/parts.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'countersign-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** All that a function may need of the table. */
export const needs: Needs = {
  table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
};

const privileged = (path: string, privilege: 'verify' | 'self' | 'users:read' | 'setup', method = 'GET') =>
  ({ method, path, privilege }) as never;

/** Small functions that show what the runner does, instead of the deployed ones. */
export const fixtureParts: Parts = {
  functions: async () => [
    {
      name: 'echo',
      needs,
      routes: [
        privileged('/v1/verify', 'verify', 'POST'),
        privileged('/v1/me', 'self'),
        privileged('/v1/things/{thing}', 'users:read'),
        privileged('/v1/things/special', 'users:read'),
        privileged('/v1/open', 'setup'),
        privileged('/v1/open', 'setup', 'POST'),
      ],
    },
    { name: 'unmatched', routes: [], needs: { table: [] } },
    { name: 'expire', routes: [], needs },
    { name: 'record', routes: [], stream: true, needs: { ...needs, audit: true } },
    { name: 'deliver', routes: [], stream: true, needs: { ...needs, mail: true, sms: true } },
  ],
  bundles: async () => fileURLToPath(new URL('functions', import.meta.url)),
  pages: async () => fileURLToPath(new URL('pages', import.meta.url)),
  schedules: { sweep: { function: 'expire', everyMinutes: 1000, input: { fixed: true } } },
};
