import { type Book, shardOf, userOf } from './book.ts';
import { type Finding, found } from './finding.ts';
import type { State } from './state.ts';
import { count, type Fields, fields, text } from './values.ts';

/** I10 */
export function countsAreRecounts(book: Book): Finding[] {
  return [...counters(book), ...members(book), ...lists(book)];
}

function counters(book: Book): Finding[] {
  const counted = new Map(book.under('COUNT#users#').map((item) => [text(item['pk']), item]));
  const live = [...book.states.values()].filter(({ deleted }) => !deleted);
  return Array.from({ length: 16 }, (_, shard) => shard).flatMap((shard) => {
    const own = live.filter(({ userId }) => shardOf(userId) === shard);
    const active = own.filter(({ raw }) => raw['active'] === true);
    const enrolled = active.filter(({ raw }) => raw['enrolledAt'] !== undefined);
    const waiting = active.filter(({ raw }) => raw['enrolledAt'] === undefined);
    const notRequired = waiting.filter(({ raw }) => raw['required'] !== true);
    const expired = waiting.filter(({ raw }) => raw['required'] === true && raw['expiredAt'] !== undefined);
    const pending = waiting.filter(
      ({ raw }) =>
        raw['required'] === true &&
        raw['expiredAt'] === undefined &&
        ['pending', 'enrolling', 'link'].some((name) => raw[name] !== undefined),
    );
    const recount = { users: own, active, enrolled, pending, notRequired, expired };
    return Object.entries(recount).flatMap(([name, { length }]) => {
      const kept = count(counted.get(`COUNT#users#${shard}`)?.[name]);
      return kept === length
        ? []
        : [found('I10', `shard ${shard}`, `${kept} ${name}, and there are ${length}`)];
    });
  });
}

/** Each class knows how many are in it. */
function members(book: Book): Finding[] {
  const joined = Map.groupBy(
    [...book.profiles.values()].filter((profile) => text(profile['class']) !== ''),
    (profile) => `GUARD#class#${shardOf(userOf(profile))}#${text(profile['class'])}`,
  );
  const guards = new Map(
    book.under('GUARD#class#').map((item) => [text(item['pk']), count(item['members'])]),
  );
  const named = [...joined.keys()].filter((pk) => !pk.split('#').slice(3).join('#').startsWith('*'));
  return [...new Set([...guards.keys(), ...named])].flatMap((pk) => {
    const there = joined.get(pk)?.length ?? 0;
    return guards.get(pk) === there
      ? []
      : [found('I10', pk, `${guards.get(pk)} members, and there are ${there}`)];
  });
}

/** Every listed item is in the very list that its content says, and nothing else is listed. */
function lists(book: Book): Finding[] {
  const findings: Finding[] = [];
  const expect = (item: Fields, expected: Fields): void => {
    for (const name of ['listPk', 'listSk', 'duePk', 'dueAt']) {
      if (item[name] === expected[name]) continue;
      findings.push(
        found('I10', `${item['pk']} ${item['sk']}`, `${name} is ${item[name]}, not ${expected[name]}`),
      );
    }
  };
  for (const state of book.states.values()) expect(state.raw, entryOf(state));
  for (const profile of book.profiles.values()) expect(profile, { listPk: 'USERS', listSk: userOf(profile) });
  for (const token of [...book.tokens.values()].flatMap((ofUser) => [...ofUser.values()])) {
    const { kind } = fields(token['device']);
    const sends = kind !== undefined && kind !== 'serial';
    expect(token, sends ? { listPk: `TOKENTYPE#${token['type']}`, listSk: userOf(token) } : {});
  }
  for (const device of book.under('HARDWARE#')) {
    const { status, serial = '' } = device;
    expect(device, status === 'deleted' ? {} : { listPk: `HARDWARE#${status}`, listSk: serial });
  }
  return findings;
}

function entryOf({ deleted, userId, raw }: State): Fields {
  if (deleted) return {};
  const entry = (stage: string, at: number): Fields => ({
    listPk: `STAGE#${stage}`,
    listSk: `${String(at).padStart(10, '0')}#${userId}`,
  });
  if (raw['required'] !== true) return entry('not-required', 0);
  if (raw['enrolledAt'] !== undefined) {
    const at = count(raw['enrolledAt']);
    return { ...entry('enrolled', at), ...(raw['codes'] ? {} : { duePk: 'NOCODES', dueAt: at }) };
  }
  const started = count(raw['periodStartedAt']);
  if (raw['expiredAt'] !== undefined) return entry('expired', started);
  return { ...entry('not-enrolled', started), duePk: `DUE#${shardOf(userId)}`, dueAt: started };
}
