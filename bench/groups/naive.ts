import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { World } from '../../test/support/world.ts';
import { atLeast, atMost } from '../measure/checks.ts';
import { type Cost, Counter } from '../measure/counter.ts';
import { secondClient } from '../measure/second-client.ts';
import { concurrently, interleaved, median, quantile } from '../measure/statistics.ts';
import { type Contender, contendersOf } from '../naive/contenders.ts';
import type { Group } from './group.ts';

const callers = 50;

type Name = 'ours' | 'naive';
type Both<T> = Readonly<Record<Name, T>>;

export const naive: Group = {
  name: 'naive',
  what: 'against a straightforward verification (bench/naive) behind the same front, in turns',
  async run({ quick, database, progress }) {
    const world = await World.start(await database());
    const plain = secondClient(world);
    const table = { client: plain, name: world.tableName };
    const users = quick ? 60 : 300;
    const rounds = quick ? 3 : 5;
    const contenders = await contendersOf({ ...world.services, table }, users);
    progress(`${users} users of each`);

    // The first round opens connections and lets the code be compiled; its figures are discarded.
    let figures = noFigures();
    for (let round = 0; round <= rounds; round++) {
      if (round === 1) figures = noFigures();
      await oneByOne(world, contenders, users, figures);
      await atOnce(world, contenders, users, figures, round);
      progress(`round ${round} of ${rounds}: ${told(figures)}`);
    }
    const cost = await counted(world, contenders, plain);
    plain.destroy();
    await world.stop();
    const { ours, naive } = figures;
    return {
      rows: [
        {
          what: 'Against the naive reference',
          checks: [
            atMost('× its write units', cost.ours.write / cost.naive.write, 0.2),
            atMost('× its calls', cost.ours.calls / cost.naive.calls, 0.5),
            atMost('× its median time', median(ours.alone) / median(naive.alone), 0.5),
            atLeast(
              `× its throughput at ${callers} callers`,
              median(ours.perSecond) / median(naive.perSecond),
              2,
            ),
          ],
          note: `medians: ${ours.alone.length} verifications of each by turns, then ${rounds} rounds of ${users}`,
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
            'of it processor time here',
            `a second at ${callers} callers`,
            'ms, 99th of 100',
          ],
          rows: [row('Countersign', cost.ours, ours), row('naive', cost.naive, naive)],
          note: 'Both run behind the same handler, with the same client and in the same table, and decrypt and compute codes with the same functions; `bench/naive` is the other one, whole. What is not processor time here is the database.',
        },
      ],
    };
  },
};

interface Figures {
  /** Milliseconds per verification by one caller, and how much of that kept this process busy. */
  readonly alone: number[];
  readonly busy: number[];
  /** In each round. */
  readonly perSecond: number[];
  readonly slowest: number[];
}

const noFigures = (): Both<Figures> => ({
  ours: { alone: [], busy: [], perSecond: [], slowest: [] },
  naive: { alone: [], busy: [], perSecond: [], slowest: [] },
});

const told = ({ ours, naive }: Both<Figures>): string =>
  [ours, naive]
    .map(({ alone, perSecond }) => `${median(alone).toFixed(1)} ms, ${median(perSecond).toFixed(0)} a second`)
    .join(' compared with ');

const row = (
  name: string,
  { calls, read, write }: Cost,
  { alone, busy, perSecond, slowest }: Figures,
): string[] => [
  name,
  ...[calls, read, write].map(String),
  median(alone).toFixed(2),
  median(busy).toFixed(2),
  median(perSecond).toFixed(0),
  median(slowest).toFixed(0),
];

async function open(world: World, { ours, naive }: Both<Contender>): Promise<void> {
  world.advance(30);
  await ours.open();
  await naive.open();
  // Reads the current settings, which later requests reuse.
  await ours.verify(0);
}

/** Ours and the other alternate, verification by verification, so that other load on the machine affects both. */
async function oneByOne(
  world: World,
  contenders: Both<Contender>,
  users: number,
  figures: Both<Figures>,
): Promise<void> {
  await open(world, contenders);
  for (let user = 1; user <= users / 4; user++) {
    const order: Name[] = user % 2 ? ['ours', 'naive'] : ['naive', 'ours'];
    for (const name of order) {
      const used = process.cpuUsage();
      const from = performance.now();
      await contenders[name].verify(user);
      figures[name].alone.push(performance.now() - from);
      const { user: own, system } = process.cpuUsage(used);
      figures[name].busy.push((own + system) / 1_000);
    }
  }
}

/** All users' verifications, as many at once as there are callers; first one contender, then the other. */
async function atOnce(
  world: World,
  contenders: Both<Contender>,
  users: number,
  figures: Both<Figures>,
  round: number,
): Promise<void> {
  await open(world, contenders);
  const turn = (name: Name) => async (): Promise<void> => {
    const times: number[] = [];
    const members = Array.from({ length: users - 1 }, (_, place) => place + 1);
    const from = performance.now();
    await concurrently(callers, members, async (user) => {
      const sent = performance.now();
      await contenders[name].verify(user);
      times.push(performance.now() - sent);
    });
    figures[name].perSecond.push((times.length / (performance.now() - from)) * 1_000);
    figures[name].slowest.push(quantile(times, 0.99));
  };
  await interleaved(1, round % 2 ? [turn('naive'), turn('ours')] : [turn('ours'), turn('naive')]);
}

/** One verification of each under the counter, after the clock has stopped. */
async function counted(
  world: World,
  contenders: Both<Contender>,
  plain: DynamoDBClient,
): Promise<Both<Cost>> {
  await open(world, contenders);
  const counter = new Counter(plain, world.client);
  return {
    ours: await counter.of(() => contenders.ours.verify(1)),
    naive: await counter.of(() => contenders.naive.verify(1)),
  };
}
