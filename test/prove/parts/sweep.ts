import { expireEnrollments } from '../../../lib/actions/expiry/expire-enrollments.ts';
import { period, useSettings } from '../../support/accounts.ts';
import { createUsers } from '../../support/sweep.ts';
import { World } from '../../support/world.ts';
import { coldFunction } from '../cold-function.ts';
import { makeCrowd } from '../crowd.ts';
import { raceAtDeadline } from '../deadline.ts';
import { dumpOf } from '../dump.ts';
import { dropCondition } from '../one-code.ts';
import { bundleAll } from '../processes/function-process.ts';
import { seeded } from '../random.ts';
import { recordAll } from '../record-all.ts';
import { recount } from '../recount/recount.ts';
import { SweepStorm, tableDigest, transitionsIn } from '../sweep-storm.ts';
import type { Part, Stage } from './part.ts';

const fullPending = 100_000;
const together = 20;

export const sweeps: Part = {
  name: 'sweep',
  goal: 'G9 of all pending exactly the due tenth is expired once, however often runs are killed and overlap; at the deadline nobody is both',
  /** @param size pending users; a hundredth as many rounds at the deadline */
  async run(stage) {
    const { size: pending = fullPending } = stage;
    await bundleAll();
    const storm = await expireTenths(stage, pending);
    const rounds = Math.max(together, Math.floor(pending / 100));
    const races = await raceRounds(stage, rounds);
    const control = await withoutCondition(stage.endpoint);
    return {
      size: `${pending} pending, 2 × ${storm.due} due; ${storm.kills} kills -9, at every page and at random writes; 3 runs overlap; ${rounds} rounds at the deadline`,
      result: `${storm.result}; at the deadline ${races.result}; control with the condition loosened: ${control.expired} expired of ${control.due}`,
      held: storm.held && races.held && control.expired > control.due,
    };
  },
};

/** One tenth falls due and is swept through a storm, the next one in peace and by the clock. */
async function expireTenths({ endpoint, progress }: Stage, pending: number) {
  const world = await World.start(endpoint);
  const due = Math.floor(pending / 10);
  const day = 86_400;
  const first = world.now - period - day;
  const startedAt = (nth: number): number =>
    nth < due ? first : nth < 2 * due ? first + 2 * day : world.now;
  const userIds = await makeCrowd(world, {
    count: pending,
    periodStartedAt: startedAt,
    progress: (done) => progress(done, pending, 'users made'),
  });

  const storm = await SweepStorm.over(world);
  const times = Math.min(100, Math.ceil(due / 100));
  await storm.killSomewhere(times, Math.max(2, Math.floor(due / 400)), (done) =>
    progress(done, times, `killed at a random write, ${storm.kills} kills`),
  );
  await storm.killAtEveryPage((done) => progress(done, 16, `killed at a page, ${storm.kills} kills`));
  const last = await storm.run(3);
  await recordAll(world, (done) => progress(done, 2 * due, 'changes recorded'));
  const swept = await transitionsIn(await world.everything(), new Set(userIds.slice(0, due)));

  const before = await tableDigest(world);
  await storm.run(3);
  await recordAll(world);
  const unchanged = before === (await tableDigest(world));

  world.advance(2 * day);
  const from = performance.now();
  const [peaceful] = await storm.run(1);
  const seconds = Math.round((performance.now() - from) / 1_000);
  await recordAll(world, (done) => progress(done, 2 * due, 'changes recorded'));
  const both = await transitionsIn(await world.everything(), new Set(userIds.slice(0, 2 * due)));
  progress(1, 1, 'recounting');
  const findings = recount(await dumpOf(world)).length;
  await storm.stop();
  await world.stop();

  const exact = (one: typeof swept, of: number): boolean =>
    [one.transitions, one.events, one.notices].every((count) => count === of) && one.wrong === 0;
  const held =
    exact(swept, due) &&
    exact(both, 2 * due) &&
    unchanged &&
    findings === 0 &&
    last.every(({ refused }) => !refused) &&
    peaceful?.expired === due &&
    seconds <= 120;
  return {
    due,
    kills: storm.kills,
    held,
    result: `${swept.transitions} transitions, ${swept.events} events, ${swept.notices} notices, ${swept.wrong} users wrong; run again ${unchanged ? 'nothing changes' : 'SOMETHING CHANGES'}; ${peaceful?.expired} in ${seconds} s undisturbed; a tenth is the breaker’s limit and passes without force; ${findings} findings of the recount`,
  };
}

async function raceRounds({ endpoint, progress }: Stage, rounds: number) {
  const world = await World.start(endpoint);
  await useSettings(world, { backupCodeCount: 1 });
  const random = seeded(17);
  const wrong: string[] = [];
  let enrolled = 0;
  let expired = 0;
  for (let done = 0; done < rounds; done += together) {
    const outcome = await raceAtDeadline(world, Math.min(together, rounds - done), random);
    wrong.push(...outcome.wrong);
    enrolled += outcome.enrolled;
    expired += outcome.expired;
    progress(done + together, rounds, `at the deadline: ${wrong.length} wrong`);
  }
  const findings = recount(await dumpOf(world)).length;
  await world.stop();
  for (const line of wrong) console.log(line);
  return {
    result: `${wrong.length} wrong (${enrolled} enrolled, ${expired} expired), ${findings} findings`,
    held: wrong.length === 0 && findings === 0 && enrolled > 0 && expired > 0,
  };
}

/** The planted fault: three sweeps whose writes are no more conditional on the version that was read. */
async function withoutCondition(endpoint: string) {
  const world = await World.start(endpoint);
  const due = 40;
  await createUsers(world, due);
  world.advance(period);
  const kms = process.env['AWS_ENDPOINT_URL_KMS'] ?? '';
  const careless = coldFunction(world, { database: endpoint, kms, timeoutMilliseconds: 60_000 });
  const services = { ...world.services, table: { client: careless.client, name: world.tableName } };
  const run = () => expireEnrollments(services, { force: true }, () => 60_000);
  const runs = await dropCondition(careless, () => Promise.all([run(), run(), run()]));
  careless.stop();
  await world.stop();
  return { due, expired: runs.reduce((sum, { expired }) => sum + expired, 0) };
}
