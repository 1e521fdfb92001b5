import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { useSettings } from '../support/accounts.ts';
import { World } from '../support/world.ts';
import { type Cell, type Proxies, runOperation } from './fault-matrix.ts';
import { FaultProxy } from './fault-proxy.ts';
import { operations } from './operations/index.ts';
import { seeded, withoutBackoff } from './random.ts';

/** Half of the operations, the other half the day after, each with another cell; `npm run prove faults` runs all. */
const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const draw = seeded(seed);
const today = operations.filter((_, place) => (place + seed) % 2 === 0);

let world: World;
let proxies: Proxies;
beforeAll(async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  world = await World.start();
  await useSettings(world, { backupCodeCount: 1 });
  proxies = {
    database: await FaultProxy.start(world.endpoint),
    kms: await FaultProxy.start(process.env['AWS_ENDPOINT_URL_KMS'] ?? ''),
  };
});
afterAll(async () => {
  await proxies.database.stop();
  await proxies.kms.stop();
  await world.stop();
});

describe(`G3 a fault at one call, and the retries converge (seed ${seed})`, () => {
  // A call to KMS that is never answered is waited for as long as in production.
  const swift = ({ fault, called }: Cell): boolean =>
    fault !== 'silence after' || !/Decrypt|DataKey/.test(called);
  const one = (cells: readonly Cell[]): Cell[] =>
    cells
      .filter(swift)
      .slice(draw(cells.filter(swift).length))
      .slice(0, 1);
  test.each(
    today.map((operation) => [`${operation.operationId} ${operation.way ?? ''}`.trim(), operation] as const),
  )('%s', async (_name, operation) => {
    const { cells, broken } = await withoutBackoff(() => runOperation(world, proxies, operation, one));
    expect(broken).toEqual([]);
    expect(cells).toBe(1);
  });
});
