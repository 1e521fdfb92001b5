import { setTimeout as after } from 'node:timers/promises';
import { beginEnrollment, eventsOf, isEnabled, order, period, stageOf } from '../support/accounts.ts';
import type { Answer } from '../support/api.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import type { World } from '../support/world.ts';
import { type Side, TwoOrders } from './two-orders.ts';

interface Outcome {
  readonly wrong: readonly string[];
  readonly enrolled: number;
  readonly expired: number;
}

/**
 * So many users at once whose first code is right, in the second before their period is over: it is about to be
 * written when the period ends and two sweeps find the users due. Of half of them the confirmation writes first, of half
 * the sweep; and of every second user in each half somebody resets the enrollment at that moment.
 */
export async function raceAtDeadline(
  world: World,
  count: number,
  random: (below: number) => number,
): Promise<Outcome> {
  const userIds = await createUsers(world, count);
  world.advance(period - 1);
  const waiting = await Promise.all(userIds.map((userId) => beginEnrollment(world, userId)));
  const firsts = userIds.map((userId, place): [string, Side] => [
    userId,
    place % 4 < 2 ? 'confirm' : 'sweep',
  ]);
  const orders = new TwoOrders(world, new Map(firsts));
  const confirming = waiting.map(({ confirm }, place) =>
    confirm().finally(() => orders.over(userIds[place] ?? '', 'confirm')),
  );
  await Promise.all(userIds.map((userId) => orders.arrived(userId, 'confirm')));
  world.advance(1);
  const sweeping = Promise.all([0, 1].map(() => sweep(world, { force: true }))).finally(() => {
    for (const userId of userIds) orders.over(userId, 'sweep');
  });
  const resetting = userIds.map(async (userId, place) => {
    if (place % 2 === 0) return undefined;
    await orders.arrived(userId, 'sweep');
    await after(random(12));
    return order(world, userId, 'reset');
  });
  const [confirmed, reset] = await Promise.all([Promise.all(confirming), Promise.all(resetting)]);
  await sweeping;
  orders.stop();
  // A user whom neither has brought to an end is found by the next.
  await sweep(world, { force: true });
  await world.drain();

  const wrong: string[] = [];
  let enrolled = 0;
  let expired = 0;
  for (const [place, [userId, first]] of firsts.entries()) {
    const ends = await endsOf(world, userId);
    enrolled += ends.enrolled;
    expired += ends.expired;
    const answers = { confirmed: confirmed[place]?.status === 200, reset: reset[place] };
    const stands = { stage: await stageOf(world, userId), enabled: await isEnabled(world, userId) };
    const fault = whatIsWrong(ends, answers, stands) ?? whoLost(ends, answers, first);
    if (fault) wrong.push(`${userId}: ${fault}`);
  }
  return { wrong, enrolled, expired };
}

/** Nobody else wrote: the one that came first has won. */
const whoLost = (
  { enrolled }: Ends,
  { reset }: { reset: Answer | undefined },
  first: Side,
): string | undefined =>
  reset || (enrolled === 1) === (first === 'confirm') ? undefined : `the ${first} wrote first and has lost`;

interface Ends {
  readonly enrolled: number;
  readonly expired: number;
  readonly resets: number;
}

async function endsOf(world: World, userId: string): Promise<Ends> {
  const types = (await eventsOf(world, userId)).map(({ type }) => type);
  const count = (wanted: RegExp): number => types.filter((type) => wanted.test(type)).length;
  return {
    enrolled: count(/^enrollment\.confirmed$/),
    expired: count(/^enrollment\.expired/),
    resets: count(/^enrollment\.reset$/),
  };
}

/** Each user ends in one way: enrolled, or expired, or by a reset in the beginning of a new period. */
function whatIsWrong(
  { enrolled, expired, resets }: Ends,
  answers: { readonly confirmed: boolean; readonly reset: Answer | undefined },
  { stage, enabled }: { readonly stage: string; readonly enabled: boolean },
): string | undefined {
  if (enrolled + expired > 1) return `enrolled ${enrolled} times and expired ${expired} times`;
  if (enrolled !== (answers.confirmed ? 1 : 0)) return 'the answer to the code is not what happened';
  if (answers.reset && (answers.reset.status !== 200 || resets !== 1))
    return `the reset was answered ${answers.reset.status}, ${resets} happened`;
  const expected = resets ? 'not-enrolled' : enrolled ? 'enrolled' : 'expired';
  if (stage !== expected) return `stands as ${stage}, not ${expected}`;
  return enabled === (expired === 0) ? undefined : `enabled is ${enabled}, expired ${expired} times`;
}
