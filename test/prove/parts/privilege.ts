import { functions } from '../../../functions/index.ts';
import { linesOf, statementsOf } from '../../infra/policies.ts';
import { synthesise } from '../../infra/synthesise.ts';
import { World } from '../../support/world.ts';
import { liveBusily } from '../busy-world.ts';
import { runByAws } from '../privilege/by-aws.ts';
import { differences, unnoticedFaults } from '../privilege/compare.ts';
import { exercise } from '../privilege/exercise.ts';
import { FunctionsApart } from '../privilege/functions-apart.ts';
import type { Part } from './part.ts';

export const privilege: Part = {
  name: 'privilege',
  goal: 'G17 what each function calls is what its role allows, both ways',
  async run({ endpoint, progress }) {
    const world = await World.start(endpoint);
    const apart = new FunctionsApart(world);
    const steps: readonly [string, () => Promise<unknown>][] = [
      [
        'each operation, in a function that runs and in the first of a deployment',
        () => exercise(world, apart),
      ],
      ['a busy deployment', () => liveBusily(world)],
      ['the stream and the schedules', () => runByAws(world, apart)],
    ];
    for (const [done, [what, step]] of steps.entries()) {
      await step();
      progress(done + 1, steps.length, what);
    }
    await apart.stop();
    await world.stop();

    const { service } = synthesise();
    const different: string[] = [];
    let unnoticed = 0;
    let lines = 0;
    for (const { name, stream = false } of functions) {
      const allowances = statementsOf(service, name).filter(({ Effect }) => Effect === 'Allow');
      const policy = linesOf(service, allowances);
      const recorded = apart.permissions.get(name) ?? new Set();
      lines += policy.length;
      different.push(...differences(policy, recorded, stream).map((line) => `${name} ${line}`));
      unnoticed += unnoticedFaults(policy, recorded, stream);
    }
    for (const line of different) console.log(line);
    return {
      size: `${functions.length} functions, ${lines} permissions`,
      result: `${different.length} differences, control: of the permissions and calls, each left out once, and one added, ${unnoticed} are not noticed`,
      held: different.length === 0 && unnoticed === 0,
    };
  },
};
