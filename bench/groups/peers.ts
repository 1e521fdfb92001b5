import { randomBytes } from 'node:crypto';
import { atLeast } from '../measure/checks.ts';
import { interleaved } from '../measure/statistics.ts';
import { CounterToken } from '../peers/codes.ts';
import { countersign } from '../peers/countersign.ts';
import { keycloak } from '../peers/keycloak.ts';
import { NotInstalled } from '../peers/not-installed.ts';
import type { Peer, Place } from '../peers/peer.ts';
import { openPlace } from '../peers/place.ts';
import { privacyIdea } from '../peers/privacyidea.ts';
import { type Contestant, type Figures, figuresOf, insist, type Turn, turnOf } from '../peers/turns.ts';
import type { Group, Row, Table } from './group.ts';

const callerCounts = [1, 8, 24] as const;

const full = { users: 64, warmUpSeconds: 8, rounds: 5, seconds: 4 };
const short = { users: 32, warmUpSeconds: 2, rounds: 1, seconds: 2 };

interface Terms {
  readonly make: (place: Place) => Peer;
  /** How many times its sign-ins ours must verify in the same time. */
  readonly times: number;
  readonly how: string;
}

const contest: readonly Terms[] = [
  { make: privacyIdea, times: 5, how: 'gunicorn with 4 workers, PostgreSQL, no PIN' },
  {
    make: keycloak,
    times: 1.2,
    how: 'PostgreSQL, direct grant: a password of one hash iteration and a code',
  },
];

export const peers: Group = {
  name: 'peers',
  what: 'sign-ins verified a second by npm start, privacyIDEA and Keycloak, in turns',
  async run({ quick, progress }) {
    const size = quick ? short : full;
    const place = openPlace();
    const stopping: (() => Promise<void>)[] = [];
    try {
      const enter = async (peer: Peer): Promise<Contestant> => {
        await peer.install();
        stopping.push(() => peer.stop());
        await peer.start();
        progress(`${peer.name} is up`);
        const tokens = Array.from({ length: size.users }, (_, user) => tokenOf(user));
        await peer.prepare(tokens.map(({ holder }) => holder));
        await insist({ peer, tokens });
        progress(`${peer.name} accepts a right code of ${size.users} people, and no code twice`);
        return { peer, tokens };
      };
      const ours = await enter(countersign(place));
      const others: (Terms & { readonly contestant: Contestant })[] = [];
      const notRun: Row[] = [];
      for (const terms of contest) {
        const peer = terms.make(place);
        try {
          others.push({ ...terms, contestant: await enter(peer) });
        } catch (error) {
          if (!(error instanceof NotInstalled)) throw error;
          notRun.push({ what: titleOf(peer), checks: [], notRun: true, note: error.message });
        }
      }
      const all = [ours, ...others.map(({ contestant }) => contestant)];
      for (const each of all) await turnOf(each, 8, size.warmUpSeconds);
      const figures = await measured(all, size, progress);
      const rows = others.map(({ contestant, times, how }) => ({
        what: titleOf(contestant.peer),
        checks: callerCounts.map((callers) => {
          const [own, other] = [ours, contestant].map((each) => figures(each, callers).perSecond);
          return atLeast(`× with ${callersOf(callers)}`, (own ?? NaN) / (other ?? NaN), times);
        }),
        note: `${how}; medians of ${size.rounds} turns of ${size.seconds} s`,
      }));
      return { rows: [...rows, ...notRun], tables: [tableOf(all, figures)] };
    } finally {
      for (const stop of stopping.reverse()) await stop();
      await place.close();
    }
  },
};

const titleOf = ({ name }: Peer): string => `Sign-ins verified a second, compared with ${name}`;

const callersOf = (callers: number): string => (callers === 1 ? 'one caller' : `${callers} callers`);

const tokenOf = (user: number): CounterToken =>
  new CounterToken({ userId: `person-${user}`, secret: randomBytes(10).toString('hex') });

type FiguresOf = (contestant: Contestant, callers: number) => Figures;

async function measured(
  all: readonly Contestant[],
  { rounds, seconds }: typeof full,
  progress: (what: string) => void,
): Promise<FiguresOf> {
  const turns = new Map<string, Turn[]>();
  const of = ({ peer }: Contestant, callers: number): Turn[] => turns.get(`${peer.name} ${callers}`) ?? [];
  for (const callers of callerCounts) {
    const take = (each: Contestant) => async () => {
      const turn = await turnOf(each, callers, seconds);
      turns.set(`${each.peer.name} ${callers}`, [...of(each, callers), turn]);
    };
    await interleaved(rounds, all.map(take));
    const told = all.map((each) => figuresOf(of(each, callers)).perSecond.toFixed(0));
    progress(`${callersOf(callers)}: ${told.join(', ')} a second`);
  }
  return (contestant, callers) => figuresOf(of(contestant, callers));
}

const tableOf = (all: readonly Contestant[], figures: FiguresOf): Table => ({
  title: 'Beside peers',
  columns: ['', 'callers', 'sign-ins verified a second', 'ms, median', 'ms, 95th of 100'],
  rows: callerCounts.flatMap((callers) =>
    all.map((each) => {
      const { perSecond, half, slow } = figures(each, callers);
      return [each.peer.name, callers, perSecond.toFixed(0), half.toFixed(1), slow.toFixed(1)].map(String);
    }),
  ),
  note: 'Each on a database on disk, as it comes otherwise; by counter codes (HOTP), every one checked to have been accepted. Keycloak checks a password too and issues tokens, which its sign-in cannot do without. What Countersign records behind its answers is done within its turns. One program asks them all, on the same two cores.',
});
