import { World } from '../../support/world.ts';
import { rotateUnderLoad } from '../keys/rotation.ts';
import { swapEverywhere } from '../keys/swaps.ts';
import { seeded } from '../random.ts';
import type { Part } from './part.ts';

const fullSwaps = 200;
const rotations = 5;

export const keys: Part = {
  name: 'keys',
  goal: 'G13 whatever is sealed for something else, or changed by a bit, is refused without a word of why; data keys are added under load and no verification fails',
  /** @param size swaps of each field in each kind of place; as many users verify while keys are added */
  async run({ endpoint, size: times = fullSwaps, progress }) {
    const world = await World.start(endpoint);
    const swapped = await swapEverywhere(world, times, seeded(13), progress);
    await world.stop();
    for (const line of swapped.wrong) console.log(line);
    const busy = await World.start(endpoint);
    const rotated = await rotateUnderLoad(busy, times, rotations, progress);
    await busy.stop();
    const under = [...rotated.under].map(([id, secrets]) => `${secrets} under key ${id}`).join(', ');
    return {
      size: `${swapped.tried} swaps: user, token, purpose, version, key and any bit, ${times} times in each of 4 kinds of places; ${rotations} data keys added under ${rotated.verified + rotated.failed} verifications by 3 functions`,
      result: `${swapped.tried - swapped.wrong.length} refused, ${swapped.wrong.length} not or otherwise; control without a change: ${swapped.right} of ${swapped.controls} accepted; ${rotated.failed} verifications failed; secrets are not sealed again, the service has no such step: ${under}; control with the first key removed: ${rotated.withoutKey} verified`,
      held:
        swapped.wrong.length === 0 &&
        swapped.right === swapped.controls &&
        rotated.failed === 0 &&
        rotated.verified > 0 &&
        rotated.under.size === rotations &&
        rotated.withoutKey === 0,
    };
  },
};
