import { plantedBugs } from '../planted-bugs/index.ts';
import { Scratch } from '../planted-bugs/scratch.ts';
import { whyNotCaught } from '../planted-bugs/verdict.ts';
import type { Part } from './part.ts';

export const bugs: Part = {
  name: 'bugs',
  goal: 'G20 faults planted into the real code are each caught by a named test of the regular suite',
  /** @param size the first so many faults */
  async run({ endpoint, size = plantedBugs.length, progress }) {
    const planted = plantedBugs.slice(0, size);
    const byFile = Map.groupBy(planted, ({ caughtBy }) => caughtBy.file);
    const scratch = new Scratch();
    const sound: string[] = [];
    const missed: string[] = [];
    let done = 0;
    for (const [file, bugs] of byFile) {
      const titles = [...new Set(bugs.map(({ caughtBy }) => caughtBy.test))];
      const { passed, failures, output } = await scratch.run(file, titles, endpoint);
      if (failures.length > 0 || passed < titles.length) sound.push(file, ...failures, output.slice(-2_000));
      for (const bug of bugs) {
        const takeOut = scratch.plant(bug);
        const why = whyNotCaught(await scratch.run(file, [bug.caughtBy.test], endpoint));
        takeOut();
        if (why !== undefined) missed.push(`${bug.what} (${bug.file}): ${why}`);
        progress(++done, planted.length, `${bug.what}: ${why ? 'NOT CAUGHT' : 'caught'}`);
      }
    }
    scratch.remove();
    for (const line of [...sound, ...missed]) console.log(line);
    return {
      size: `${planted.length} faults in ${new Set(planted.map(({ file }) => file)).size} files, tests of ${byFile.size} files`,
      result: `${planted.length - missed.length} of ${planted.length} caught; without a fault ${sound.length === 0 ? 'all of these tests pass' : 'tests fail'}`,
      held: missed.length === 0 && sound.length === 0 && planted.length > 0,
    };
  },
};
