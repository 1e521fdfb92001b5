import { World } from '../../support/world.ts';
import { liveBusily } from '../busy-world.ts';
import { dumpOf } from '../dump.ts';
import { seeded } from '../random.ts';
import { recount } from '../recount/recount.ts';
import { type Tampered, tamperings, tamperWith } from '../tampering.ts';
import type { Part } from './part.ts';

const fullTamperings = 1_000;

export const tampering: Part = {
  name: 'tampering',
  goal: 'G18 events of users are not lost or added unseen; what a chain of hashes would show beyond that is counted',
  /** @param size tamperings, the same share of each kind */
  async run({ endpoint, size = fullTamperings, progress }) {
    const world = await World.start(endpoint);
    const dump = await dumpOf(world, await liveBusily(world));
    await world.stop();
    const untouched = recount(dump).length;
    const times = Math.ceil(size / tamperings.length);
    const results = tamperWith(dump, times, seeded(18), (done) =>
      progress(done, times * tamperings.length, 'tamperings'),
    );
    const numbered = results.filter(({ kind }) => tamperings.some((one) => one.kind === kind && !one.partly));
    const total = results.reduce((sum, { found }) => sum + found, 0);
    const tried = results.reduce((sum, one) => sum + one.tried, 0);
    return {
      size: `${tried} tamperings with the audit of a busy deployment (${dump.items.length} items)`,
      result: `${total} of ${tried} found, and not all can be: there is no chain of hashes (decision 20). ${results.map(inWords).join('; ')}; control untouched: ${untouched} findings`,
      held: untouched === 0 && numbered.every(({ found, tried: all }) => all > 0 && found === all),
    };
  },
};

function inWords({ kind, tried, found, unseen }: Tampered): string {
  const most = [...unseen].sort(([, one], [, other]) => other - one).slice(0, 4);
  const missed = most.map(([what, times]) => `${what} ${times}`).join(', ');
  return `${kind}: ${found}/${tried}${missed && ` (unseen: ${missed})`}`;
}
