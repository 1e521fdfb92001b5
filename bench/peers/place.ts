import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './peer.ts';
import { type Postgres, startPostgres } from './postgres.ts';

const programs = fileURLToPath(new URL('../../.peers', import.meta.url));

/** One folder and one PostgreSQL for all of a run: who is not taking a turn leaves it alone. */
export function openPlace(): Place & { close(): Promise<void> } {
  mkdirSync(programs, { recursive: true });
  const data = mkdtempSync(join(programs, 'run-'));
  // PostgreSQL's own user has to pass through it.
  chmodSync(data, 0o755);
  let database: Promise<Postgres> | undefined;
  return {
    programs,
    data,
    postgres() {
      database ??= startPostgres(join(data, 'postgres'));
      return database;
    },
    async close() {
      await database?.then(({ stop }) => stop()).catch(() => {});
      rmSync(data, { recursive: true, force: true });
    },
  };
}
