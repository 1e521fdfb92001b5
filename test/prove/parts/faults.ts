import { useSettings } from '../../support/accounts.ts';
import { World } from '../../support/world.ts';
import { type Cell, runOperation } from '../fault-matrix.ts';
import { FaultProxy } from '../fault-proxy.ts';
import { operations } from '../operations/index.ts';
import { withoutBackoff } from '../random.ts';
import type { Part } from './part.ts';

export const faultMatrix: Part = {
  name: 'faults',
  goal: 'G3 every operation × every call it makes × every fault: no broken invariant, a retry converges',
  /** @param size only every so many cells; 1 are all */
  async run({ endpoint, size: every = 1, progress }) {
    let cells = 0;
    const broken: string[] = [];
    const choose = (all: readonly Cell[]): Cell[] => all.filter((_, place) => place % every === 0);
    for (const [done, operation] of operations.entries()) {
      const world = await World.start(endpoint);
      await useSettings(world, { backupCodeCount: 1 });
      const proxies = {
        database: await FaultProxy.start(endpoint),
        kms: await FaultProxy.start(process.env['AWS_ENDPOINT_URL_KMS'] ?? ''),
      };
      const outcome = await withoutBackoff(() => runOperation(world, proxies, operation, choose));
      cells += outcome.cells;
      broken.push(...outcome.broken);
      for (const line of outcome.broken) console.log(line);
      await proxies.database.stop();
      await proxies.kms.stop();
      await world.stop();
      progress(
        done + 1,
        operations.length,
        `${operation.operationId}: ${cells} cells, ${broken.length} broken`,
      );
    }
    return {
      size: `${operations.length} worked operations, ${cells} cells${every === 1 ? '' : `, every ${every}th of all`}`,
      result: `${broken.length} broken`,
      held: broken.length === 0,
    };
  },
};
