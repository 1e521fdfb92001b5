import { setTimeout as after } from 'node:timers/promises';
import { beginEnrollment, eventsOf, isEnabled, order, period, stageOf } from '../support/accounts.ts';
import type { Answer } from '../support/api.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import type { World } from '../support/world.ts';

interface Outcome {
  readonly wrong: readonly string[];
  readonly enrolled: number;
  readonly expired: number;
}

/**
 * So many users at once whose first code is right, in the second before their period is over: it is confirmed while
 * the period ends, two sweeps run, and of every second user somebody resets the enrollment.
 */
export async function raceAtDeadline(
  world: World,
  count: number,
  random: (below: number) => number,
): Promise<Outcome> {
  const userIds = await createUsers(world, count);
  world.advance(period - 1);
  const waiting = await Promise.all(userIds.map((userId) => beginEnrollment(world, userId)));
  const soon = async <T>(run: () => Promise<T>): Promise<T> => {
    await after(random(12));
    return run();
  };
  const confirming = waiting.map(({ confirm }) => soon(() => confirm()));
  const late = someOf(confirming, random(count)).then(() => world.advance(1));
  const resetting = userIds.map((userId, place) =>
    place % 2 ? late.then(() => soon(() => order(world, userId, 'reset'))) : undefined,
  );
  const sweeping = [0, 1].map(() => late.then(() => soon(() => sweep(world, { force: true }))));
  const [confirmed, reset] = await Promise.all([Promise.all(confirming), Promise.all(resetting)]);
  await Promise.all(sweeping);
  // Whoever was confirmed neither in time nor found by the sweeps that came too early is found by the next.
  await sweep(world, { force: true });
  await world.drain();

  const wrong: string[] = [];
  let enrolled = 0;
  let expired = 0;
  for (const [place, userId] of userIds.entries()) {
    const ends = await endsOf(world, userId);
    enrolled += ends.enrolled;
    expired += ends.expired;
    const answers = { confirmed: confirmed[place]?.status === 200, reset: reset[place] };
    const stands = { stage: await stageOf(world, userId), enabled: await isEnabled(world, userId) };
    const fault = whatIsWrong(ends, answers, stands);
    if (fault) wrong.push(`${userId}: ${fault}`);
  }
  return { wrong, enrolled, expired };
}

/** Once so many of them are done. */
function someOf(running: readonly Promise<unknown>[], count: number): Promise<void> {
  const enough = Promise.withResolvers<void>();
  let left = count;
  if (left === 0) enough.resolve();
  for (const one of running) one.then(() => --left === 0 && enough.resolve());
  return enough.promise;
}

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
export function whatIsWrong(
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
