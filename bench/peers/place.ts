import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './peer.ts';
import { type Postgres, startPostgres } from './postgres.ts';

const programs = fileURLToPath(new URL('../../.peers', import.meta.url));

/** The data of a run; a run that was interrupted has left it behind. */
const prefix = 'run-';

/** One folder and one PostgreSQL for a whole run: whichever product is not taking a turn leaves it alone. */
export function openPlace(): Place & { close(): Promise<void> } {
  mkdirSync(programs, { recursive: true });
  const leftBehind = readdirSync(programs).filter((name) => name.startsWith(prefix));
  for (const name of leftBehind) rmSync(join(programs, name), { recursive: true, force: true });
  const data = mkdtempSync(join(programs, prefix));
  // PostgreSQL's own user has to be able to enter it.
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
