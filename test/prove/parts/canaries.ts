import { World } from '../../support/world.ts';
import { askEverything, found } from '../canaries/look.ts';
import { overlooked } from '../canaries/planted.ts';
import { operations } from '../operations/index.ts';
import type { Part } from './part.ts';

export const canaries: Part = {
  name: 'canaries',
  goal: 'G11 every kind of secret through every operation, right and wrong: none in log, metrics, table, stream, messages, problems, URLs',
  /** @param size only every so many operations; 1 are all */
  async run({ endpoint, size: every = 1, progress }) {
    const world = await World.start(endpoint);
    const chosen = operations.filter((_, place) => place % every === 0);
    const remains = await askEverything(world, chosen);
    progress(1, 3, `${remains.answers.length} answers`);
    const findings = found(remains);
    for (const finding of findings) console.log(finding);
    progress(2, 3, `${findings.length} found`);
    const control = overlooked(remains, 'Planted/secret+of~the control: 7b');
    for (const missed of control.missed) console.log(`overlooked: ${missed}`);
    await world.stop();
    const kinds = new Map([...remains.secrets.secret.kinds, ...remains.secrets.personal.kinds]);
    const count = [...kinds.values()].reduce((sum, number) => sum + number, 0);
    progress(3, 3, [...kinds.keys()].join(', '));
    return {
      size: `${chosen.length} worked operations, ${remains.answers.length} answers, ${count} secrets of ${kinds.size} kinds`,
      result: `${findings.length} found; control: ${control.planted - control.missed.length} of ${control.planted} planted ones found`,
      held: findings.length === 0 && control.missed.length === 0 && (every > 1 || kinds.size >= 30),
    };
  },
};
