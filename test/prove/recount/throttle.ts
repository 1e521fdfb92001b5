import type { Book, Event } from './book.ts';
import { type Finding, found } from './finding.ts';
import { text } from './values.ts';

const free = 10;
const waitSeconds = (consecutive: number): number =>
  Math.min(30 * 2 ** Math.min(consecutive - free, 20), 3_600);
const hourOf = (at: number): number => Math.floor(at / 3_600_000);
/** Functions decide by a second and note the moment of the write. */
const toleranceSeconds = 2;
/** Types whose codes others judge: charged when they are asked, and taken back when they say yes. */
const judgedElsewhere = ['radius', 'api'];
/** Events that come with a fresh code of the user's own, unless there was nothing to show yet. */
const shown = ['backup-codes.recreated', 'enrollment.started', 'token.enrolled', 'token.deleted'];

/** The throttle as the audit makes it. */
interface Replayed {
  /** More than one where the audit leaves open whether a fresh code was shown. */
  readonly consecutive: ReadonlySet<number>;
  readonly hours: ReadonlyMap<number, number>;
  readonly last: Event | undefined;
  /** Times of those that were charged for others to judge, by what was asked about. */
  readonly asked: ReadonlyMap<string, readonly number[]>;
}

const nothing: Replayed = { consecutive: new Set([0]), hours: new Map(), last: undefined, asked: new Map() };

/** I5 */
export function throttleReplayed(book: Book): Finding[] {
  return [...book.states.values()]
    .filter(({ deleted }) => !deleted)
    .flatMap((state) => {
      const { userId, failures } = state;
      const { consecutive, hours, last } = replay(book, userId);
      const findings: Finding[] = [];
      const say = (what: string) => findings.push(found('I5', userId, what));
      if (!consecutive.has(failures.consecutive)) {
        say(`${failures.consecutive} failures in a row, ${[...consecutive].join(' or ')} in the audit`);
      }
      for (const [hour, failed] of failures.hours) {
        if (hours.get(hour) !== failed)
          say(`${failed} failures in hour ${hour}, ${hours.get(hour)} in the audit`);
      }
      const kept = last ? hourOf(last.at) - 25 : Number.POSITIVE_INFINITY;
      for (const [hour, failed] of hours) {
        if (hour > kept && failed > 0 && !failures.hours.has(hour))
          say(`forgets ${failed} failures of hour ${hour}`);
      }
      // Where others judge, a wait may have been taken back by halves.
      const plain = book.chains.get(userId)?.every(({ type }) => type !== 'verification.asked') ?? true;
      if (plain && last && failures.consecutive >= free) {
        const until = Math.floor(last.at / 1000) + waitSeconds(failures.consecutive);
        if (Math.abs((failures.blockedUntil ?? 0) - until) > toleranceSeconds)
          say('waits another time than its failures ask');
      }
      if (failures.consecutive < free && failures.blockedUntil !== undefined)
        say('waits without enough failures');
      return findings;
    });
}

/** By the events of this id, and of the one the person had before. */
function replay(book: Book, userId: string, until = Number.POSITIVE_INFINITY): Replayed {
  let so: Replayed = nothing;
  for (const event of book.chains.get(userId) ?? []) {
    if ((event.version ?? 0) >= until) break;
    const from = text(event.details['from']);
    if (event.type === 'user.created') so = nothing;
    else if (event.type === 'user.renamed' && text(event.details['to']) === userId)
      so = replay(book, from, leaving(book, event, from));
    else so = after(so, event);
  }
  return so;
}

/** The version at which the former id was given up for this one: the k-th time there is the k-th time here. */
export function leaving({ chains }: Book, arrival: Event, from: string): number {
  const to = arrival.userId;
  const nth = (chains.get(to) ?? [])
    .filter(({ type, details }) => type === 'user.renamed' && details['from'] === from)
    .indexOf(arrival);
  const left = (chains.get(from) ?? []).filter(
    ({ type, details }) => type === 'user.renamed' && details['to'] === to,
  );
  return left[nth]?.version ?? 0;
}

function after(so: Replayed, event: Event): Replayed {
  const { type, at, details } = event;
  const about = text(details['verification']) || text(details['token']);
  const asks = so.asked.get(about) ?? [];
  const hour = (place: number, change: number): Map<number, number> =>
    new Map([...so.hours, [place, (so.hours.get(place) ?? 0) + change]]);
  const plus = (change: number): Set<number> =>
    new Set([...so.consecutive].map((failed) => Math.max(0, failed + change)));

  if (type === 'verification.asked') {
    const asked = new Map([...so.asked, [about, [...asks, at]]]);
    return { consecutive: plus(1), hours: hour(hourOf(at), 1), last: event, asked };
  }
  if (details['counted'] === true) {
    return { ...so, consecutive: plus(1), hours: hour(hourOf(at), 1), last: event };
  }
  if (type === 'verification.unanswered') {
    return { ...so, consecutive: plus(-1), asked: new Map([...so.asked, [about, asks.slice(1)]]) };
  }
  const elsewhere =
    type === 'token.tested'
      ? details['passed'] === true && asks.length > 0
      : judgedElsewhere.includes(text(details['type'])) && type === 'verification.succeeded';
  if (elsewhere) {
    const charged = asks[0] ?? at;
    const asked = new Map([...so.asked, [about, asks.slice(1)]]);
    return { ...so, consecutive: new Set([0]), hours: hour(hourOf(charged), -1), asked };
  }
  const clears =
    ['verification.succeeded', 'enrollment.confirmed', 'token.reset'].includes(type) ||
    (type === 'token.tested' && details['passed'] === true) ||
    details['spent'] !== undefined;
  if (clears) return { ...so, consecutive: new Set([0]) };
  const perhaps = shown.includes(type) && event.actor.startsWith('user:');
  return perhaps ? { ...so, consecutive: new Set([...so.consecutive, 0]) } : so;
}
