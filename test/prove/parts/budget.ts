import { World } from '../../support/world.ts';
import { coldFunction } from '../cold-function.ts';
import { dumpOf } from '../dump.ts';
import { forgetFailures, overSessions, ways } from '../guesser.ts';
import { recount } from '../recount/recount.ts';
import type { Part } from './part.ts';

const fullGuesses = 5_000;

export const budget: Part = {
  name: 'budget',
  goal: 'G2 guesses in parallel and eight ways round: never more are judged than the budget',
  /** @param size guesses at one account */
  async run({ endpoint, size: guesses = fullGuesses, progress }) {
    const over: string[] = [];
    const judged: string[] = [];
    let findings = 0;
    for (const [done, { name, budget, guess }] of ways.entries()) {
      const world = await World.start(endpoint);
      const count = await guess(world, guesses);
      if (count > budget) over.push(`${name}: ${count} of ${budget}`);
      judged.push(`${name} ${count}/${budget}`);
      findings += recount(await dumpOf(world)).length;
      await world.stop();
      progress(done + 1, ways.length, judged.at(-1) ?? '');
    }
    const world = await World.start(endpoint);
    const kms = process.env['AWS_ENDPOINT_URL_KMS'] ?? '';
    const careless = coldFunction(world, { database: endpoint, kms, timeoutMilliseconds: 60_000 });
    forgetFailures(careless.client);
    const control = await overSessions(world, careless.api, Math.min(guesses, 500));
    careless.stop();
    await world.stop();
    return {
      size: `${guesses} guesses each in ${ways.length} ways`,
      result: `${over.length} over budget (${judged.join(', ')}), ${findings} findings of the recount; control without the throttle: ${control} judged`,
      held: over.length === 0 && findings === 0 && control > 50,
    };
  },
};
