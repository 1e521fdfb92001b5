import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { World } from '../../test/support/world.ts';
import { atLeast, atMost } from '../measure/checks.ts';
import { type Cost, Counter } from '../measure/counter.ts';
import { secondClient } from '../measure/second-client.ts';
import { concurrently, interleaved, median, quantile } from '../measure/statistics.ts';
import { type Contender, contendersOf } from '../naive/contenders.ts';
import type { Group } from './group.ts';

const callers = 50;

export const naive: Group = {
  name: 'naive',
  what: 'against a straightforward verification (bench/naive) behind the same front, in turns',
  async run({ quick, database, progress }) {
    const world = await World.start(await database());
    const { services, tableName, client } = world;
    const users = quick ? 60 : 300;
    const rounds = quick ? 3 : 5;
    const plain = secondClient(world);
    const table = { client: plain, name: tableName };
    const contenders = await contendersOf({ ...services, table }, users);
    progress(`${users} users of each`);

    const figures = { ours: noFigures(), naive: noFigures() };
    const turn = (name: 'ours' | 'naive') => async () => {
      await round(world, contenders[name], users, figures[name]);
      progress(`${name}: ${figures[name].perSecond.map(Math.round).join(', ')} verifications a second`);
    };
    // The first round of each makes connections and has the code compiled.
    await interleaved(1, [turn('ours'), turn('naive')]);
    Object.assign(figures, { ours: noFigures(), naive: noFigures() });
    await interleaved(rounds, [turn('ours'), turn('naive')]);
    const cost = await counted(world, contenders, plain, client);
    plain.destroy();
    await world.stop();
    const { ours, naive } = figures;
    const ratio = (of: (figures: Figures) => readonly number[]) => median(of(ours)) / median(of(naive));
    return {
      rows: [
        {
          what: 'Against the naive reference',
          checks: [
            atMost('× its write units', cost.ours.write / cost.naive.write, 0.2),
            atMost('× its calls', cost.ours.calls / cost.naive.calls, 0.5),
            atMost(
              '× its median time',
              ratio(({ alone }) => alone),
              0.5,
            ),
            atLeast(
              `× its throughput at ${callers} callers`,
              ratio(({ perSecond }) => perSecond),
              2,
            ),
          ],
          note: `medians of ${rounds} rounds in turns, ${users} verifications each`,
        },
      ],
      tables: [
        {
          title: 'Against the naive reference',
          columns: [
            '',
            'calls',
            'read units',
            'write units',
            'ms alone',
            `a second at ${callers} callers`,
            'ms, 99th of 100',
          ],
          rows: [row('Countersign', cost.ours, ours), row('naive', cost.naive, naive)],
          note: 'Both run behind the same handler and decrypt and compute codes with the same functions; `bench/naive` is the other one, whole.',
        },
      ],
    };
  },
};

interface Figures {
  /** Median of a round, in milliseconds, one caller. */
  readonly alone: number[];
  readonly perSecond: number[];
  readonly slowest: number[];
}

const noFigures = (): Figures => ({ alone: [], perSecond: [], slowest: [] });

const row = (
  name: string,
  { calls, read, write }: Cost,
  { alone, perSecond, slowest }: Figures,
): string[] => [
  name,
  ...[calls, read, write].map(String),
  median(alone).toFixed(2),
  median(perSecond).toFixed(0),
  median(slowest).toFixed(0),
];

/** A quarter of the users one after the other, then the others at once. */
async function round(
  world: World,
  { open, verify }: Contender,
  users: number,
  figures: Figures,
): Promise<void> {
  world.advance(30);
  await open();
  const everybody = Array.from({ length: users }, (_, user) => user);
  const first = everybody.slice(0, users / 4);
  const timed = async (member: number, times: number[]): Promise<void> => {
    const from = performance.now();
    await verify(member);
    times.push(performance.now() - from);
  };
  const alone: number[] = [];
  for (const user of first) await timed(user, alone);
  const together: number[] = [];
  const from = performance.now();
  await concurrently(callers, everybody.slice(first.length), (user) => timed(user, together));
  const seconds = (performance.now() - from) / 1_000;
  figures.alone.push(median(alone));
  figures.perSecond.push(together.length / seconds);
  figures.slowest.push(quantile(together, 0.99));
}

/** One verification of each under the counter, after the clock has stopped. */
async function counted(
  world: World,
  { ours, naive }: { ours: Contender; naive: Contender },
  plain: DynamoDBClient,
  observer: DynamoDBClient,
): Promise<{ ours: Cost; naive: Cost }> {
  world.advance(30);
  await ours.open();
  await naive.open();
  // Brings the settings up to this moment.
  await ours.verify(0);
  const counter = new Counter(plain, observer);
  return { ours: await counter.of(() => ours.verify(1)), naive: await counter.of(() => naive.verify(1)) };
}
