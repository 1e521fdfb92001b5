import { World } from '../../support/world.ts';
import { coldFunction } from '../cold-function.ts';
import { dumpOf } from '../dump.ts';
import { FaultProxy } from '../fault-proxy.ts';
import { dropCondition, kinds, type Racing, race } from '../one-code.ts';
import { recount } from '../recount/recount.ts';
import type { Part } from './part.ts';

const fullRounds = 1_000;
const callers = 64;

export const races: Part = {
  name: 'races',
  goal: 'G1 of 64 callers with one code exactly one is accepted, also when all have read before anybody writes',
  /** @param size rounds of each kind; one in five of them behind the barrier */
  async run({ endpoint, size: rounds = fullRounds, progress }) {
    const world = await World.start(endpoint);
    const proxy = await FaultProxy.start(endpoint);
    const sight = {
      database: proxy.url,
      kms: process.env['AWS_ENDPOINT_URL_KMS'] ?? '',
      timeoutMilliseconds: 60_000,
    };
    const behind = coldFunction(world, sight);
    const wrong: string[] = [];
    let held = 0;
    let barriers = 0;
    for (const [place, kind] of kinds.entries()) {
      const racing: Racing = await kind.begin(world);
      for (let round = 0; round < rounds; round++) {
        const barrier = round % 5 === 4;
        const api = barrier ? behind.api : world.api;
        const open = () => (barrier ? proxy.barrier(callers) : undefined);
        const { accepted, together } = await race(world, api, racing, {
          callers,
          sessions: round % 2 ? 5 : 1,
          open,
        });
        if (accepted !== 1) wrong.push(`${kind.name}, round ${round}: ${accepted} accepted`);
        if (barrier) barriers++;
        if (barrier && together === callers) held++;
        if (round % 10 === 9)
          progress(place * rounds + round + 1, kinds.length * rounds, `${wrong.length} wrong`);
      }
    }
    const findings = recount(await dumpOf(world)).length;
    const control = await dropCondition(behind, (api) =>
      race(world, api, undefined, {
        callers,
        sessions: 1,
        open: () => proxy.barrier(callers),
      }),
    );
    behind.stop();
    await proxy.stop();
    await world.stop();
    for (const line of wrong) console.log(line);
    return {
      size: `${rounds} rounds × ${kinds.length} kinds × ${callers} callers, half in one verification and half over five; ${barriers} behind the barrier, ${held} of them with all ${callers} writes held`,
      result: `${wrong.length} rounds with other than 1 accepted, ${findings} findings of the recount; control with the condition loosened: ${control.accepted} accepted`,
      held: wrong.length === 0 && findings === 0 && control.accepted > 1 && held > 0,
    };
  },
};
