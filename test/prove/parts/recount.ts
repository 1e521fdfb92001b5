import { World } from '../../support/world.ts';
import { liveBusily } from '../busy-world.ts';
import { corruptions } from '../corruptions.ts';
import { dumpOf } from '../dump.ts';
import { recount } from '../recount/recount.ts';
import type { Part } from './part.ts';

const fullWorlds = 20;

export const recounts: Part = {
  name: 'recount',
  goal: 'G5 an independent recount of 14 invariants finds 14 of 14 planted corruptions, and nothing real',
  async run({ endpoint, size = fullWorlds, progress }) {
    let items = 0;
    let real = 0;
    const missed = new Set<string>();
    for (let done = 0; done < size; done++) {
      const world = await World.start(endpoint);
      const dump = await dumpOf(world, await liveBusily(world));
      items += dump.items.length;
      real += recount(dump).length;
      for (const { of, what, plant } of corruptions) {
        if (recount(plant(dump)).every(({ invariant }) => invariant !== of)) missed.add(`${of} ${what}`);
      }
      await world.stop();
      progress(done + 1, size, `${real} findings, ${missed.size} missed`);
    }
    const of = new Set(corruptions.map(({ of }) => of)).size;
    return {
      size: `${size} deployments, ${items} items, ${corruptions.length} corruptions of ${of} invariants in each`,
      result: `${corruptions.length - missed.size} of ${corruptions.length} found${missed.size > 0 ? `, not ${[...missed].join(', ')}` : ''}, ${real} real findings`,
      held: real === 0 && missed.size === 0 && of === 14,
    };
  },
};
