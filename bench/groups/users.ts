import type { Api } from '../../test/support/api.ts';
import { appCode, enrolledUser } from '../../test/support/people.ts';
import { atMost, written } from '../measure/checks.ts';
import type { Cost } from '../measure/counter.ts';
import { Organisation } from '../measure/organisation.ts';
import { answered, begin } from '../measure/sign-in.ts';
import { WarmFunction } from '../measure/warm-function.ts';
import type { Group, Row } from './group.ts';

/** The operators' views, and their names here. */
const looks = [
  { of: 'Overview', what: 'overview', path: '/v1/overview' },
  { of: 'Lists', what: 'first page of all users', path: '/v1/users?limit=50' },
  { of: 'Lists', what: 'enrolled users', path: '/v1/users?limit=50&stage=enrolled' },
  { of: 'Lists', what: 'users not enrolled', path: '/v1/users?limit=50&stage=not-enrolled' },
  { of: 'Search', what: 'a common name', path: '/v1/users?limit=50&query=novak' },
  { of: 'Search', what: 'one id', path: '/v1/users?limit=50&query=member-0000007' },
] as const;

type Costs = Map<string, Cost>;

export const users: Group = {
  name: 'users',
  what: 'what overview, lists, search and sign-ins cost as there are more users',
  async run({ quick, database, progress }) {
    const sizes = quick ? [1_000, 2_000] : [1_000, 100_000];
    const warm = await WarmFunction.start(await database());
    const organisation = await Organisation.begin(warm.world);
    const atSize: Costs[] = [];
    for (const size of sizes) {
      await organisation.growTo(size, (there) => progress(`${there} users`));
      atSize.push(await costsOf(warm));
    }
    await warm.stop();
    const [few = new Map(), many = new Map()] = atSize;
    const names = [...few.keys()];
    const told = sizes.map((size) => `${written(size)} users`);
    return {
      rows: [
        ...(['Overview', 'Lists', 'Search'] as const).map((of) =>
          row(
            of,
            few,
            many,
            looks.filter((look) => look.of === of).map(({ what }) => what),
          ),
        ),
        row('Verification', few, many, ['start', 'answer']),
      ].map(({ what, ...rest }) => ({ what: `${what}: ${told[1]} compared with ${told[0]}`, ...rest })),
      tables: [
        {
          title: 'Growth with users',
          note: 'A tenth of the users is due to expire when sign-ins, overview, lists and search are measured.',
          columns: [
            '',
            'calls',
            `read units, ${told[0]}`,
            `read units, ${told[1]}`,
            `write units, ${told[1]}`,
          ],
          rows: names.map((name) => [
            name,
            `${few.get(name)?.calls}, ${many.get(name)?.calls}`,
            ...[few.get(name)?.read, many.get(name)?.read, many.get(name)?.write].map((units) =>
              written(units ?? 0),
            ),
          ]),
        },
      ],
    };
  },
};

function row(what: string, few: Costs, many: Costs, names: readonly string[]): Row {
  const ratio = (of: 'read' | 'calls') =>
    Math.max(
      ...names.map((name) => (many.get(name)?.[of] ?? Number.NaN) / (few.get(name)?.[of] ?? Number.NaN)),
    );
  return {
    what,
    checks: [atMost('× the read units', ratio('read'), 1.05), atMost('× the calls', ratio('calls'), 1)],
    note: `the worst of: ${names.join(', ')}`,
  };
}

async function costsOf(warm: WarmFunction): Promise<Costs> {
  const costs: Costs = new Map();
  for (const { what, path } of looks) {
    costs.set(what, await warm.cost((api) => look(api, path)));
  }
  const { userId, secret } = await enrolledUser(warm.world);
  let id = '';
  const start = async (api: Api): Promise<void> => {
    id = await begin(api, userId);
  };
  costs.set('start', await warm.cost(start));
  costs.set('answer', await warm.cost((api) => answered(200, api, id, appCode(secret, warm.world.now))));
  return costs;
}

/** @throws Error when it shows nobody: an empty result costs nothing anywhere */
async function look(api: Api, path: string): Promise<void> {
  const { items, recentEnrollments } = await api.expect(200, 'GET', path);
  if ((items ?? recentEnrollments).length === 0) throw new Error(`${path} shows nobody`);
}
