import { World } from '../../support/world.ts';
import { accountModel } from '../histories/account.ts';
import { faultyHistories } from '../histories/faulty.ts';
import { linearize, type Verdict } from '../histories/linearize.ts';
import { acceptAgain, startDisabled } from '../histories/planted.ts';
import type { History } from '../histories/record.ts';
import type { Part } from './part.ts';

const fullHistories = 1_000;
const size = { clients: 8, operations: 30 };
/** A planted fault is looked for in every so many histories: all orders of its calls have to be tried. */
const plantEvery = 10;

const judge = ({ initial, calls }: History): Verdict => linearize(accountModel(initial), calls);

export const histories: Part = {
  name: 'histories',
  goal: 'G6 the answers to eight clients about one account, through faults, could be given one after the other',
  /** @param size histories */
  async run({ endpoint, size: wanted = fullHistories, progress }) {
    const world = await World.start(endpoint);
    let calls = 0;
    let unanswered = 0;
    let undecided = 0;
    const broken: string[] = [];
    const planted = { made: 0, found: 0 };
    const faults = await faultyHistories(world, Date.now(), async (record) => {
      for (let done = 0; done < wanted; done++) {
        const history = await record(size);
        calls += history.calls.length;
        unanswered += history.calls.filter(({ output }) => output === undefined).length;
        const { outcome, longest } = judge(history);
        if (outcome === 'undecided') undecided++;
        if (outcome === 'not linearizable') {
          broken.push(`history ${done}: no order of more than ${longest} of ${history.calls.length} calls`);
        }
        const faulty = done % plantEvery === 0 ? [acceptAgain(history), startDisabled(history)] : [];
        for (const plant of faulty.filter((one) => one !== undefined)) {
          planted.made++;
          if (judge(plant).outcome === 'not linearizable') planted.found++;
        }
        progress(done + 1, wanted, `${broken.length} not linearizable, ${undecided} undecided`);
      }
    });
    await world.stop();
    for (const line of broken) console.log(line);
    return {
      size: `${wanted} histories of ${size.clients} clients × ${size.operations} operations (${calls} calls, ${unanswered} without an answer), ${faults} faults`,
      result: `${broken.length} not linearizable, ${undecided} undecided; ${planted.found} of ${planted.made} planted faults found`,
      held: broken.length === 0 && undecided === 0 && planted.made > 0 && planted.found === planted.made,
    };
  },
};
