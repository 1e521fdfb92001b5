import type { Dump } from './recount/book.ts';
import { recount } from './recount/recount.ts';
import type { RawItem } from './recount/values.ts';

type Random = (below: number) => number;

/** Something that somebody with a hand on the table does to one event, and on purpose. */
interface Tampering {
  readonly kind: string;
  /** Nothing but a chain of hashes would show all of it. */
  readonly partly?: true;
  /** @returns the audit afterwards, and what was touched */
  readonly tamper: (
    audit: readonly RawItem[],
    random: Random,
  ) => { audit: RawItem[]; what: string } | undefined;
}

const s = (item: RawItem, name: string): string => item[name]?.S ?? '';
const isNumbered = (item: RawItem): boolean => item['version'] !== undefined;
const pick = <T>(from: readonly T[], random: Random): T | undefined => from[random(from.length)];

/** Under the key that goes with its content, as a careful forger would put it. */
function rekeyed(item: RawItem): RawItem {
  const time = new Date(Number(item['at']?.N)).toISOString();
  return {
    ...item,
    pk: { S: `AUDIT#${s(item, 'userId')}#${time.slice(0, 7)}` },
    sk: { S: `${time}#${s(item, 'id')}` },
  };
}

/** Another value of the same kind. */
function altered(value: RawItem[string] | undefined, random: Random): RawItem[string] {
  if (value?.N !== undefined) return { N: String(Number(value.N) + 1 + random(1_000)) };
  if (value?.BOOL !== undefined) return { BOOL: !value.BOOL };
  return { S: `${value?.S ?? ''}${random(10)}` };
}

/** One attribute of an event, or one of its details. */
function edit(careful: boolean): Tampering['tamper'] {
  return (audit, random) => {
    const item = pick(audit, random);
    if (!item) return undefined;
    const details = (item['details']?.M ?? {}) as RawItem;
    const own = ['type', 'at', 'actor', 'userId', 'id', 'version', 'reason'].filter((name) => item[name]);
    const name =
      pick([...own, ...Object.keys(details).map((detail) => `details.${detail}`)], random) ?? 'type';
    const [outer = '', inner] = name.split('.');
    const changed: RawItem = inner
      ? { ...item, details: { M: { ...details, [inner]: altered(details[inner], random) as object } } }
      : { ...item, [outer]: altered(item[outer], random) };
    const put = careful ? rekeyed(changed) : changed;
    return { audit: audit.map((one) => (one === item ? put : one)), what: inner ? 'a detail' : name };
  };
}

const remove =
  (fits: (item: RawItem) => boolean): Tampering['tamper'] =>
  (audit, random) => {
    const item = pick(audit.filter(fits), random);
    return item && { audit: audit.filter((one) => one !== item), what: s(item, 'type') };
  };

/** A copy of an event under an id of its own, a minute later. */
const insert =
  (numbered: boolean): Tampering['tamper'] =>
  (audit, random) => {
    const item = pick(audit.filter(isNumbered), random);
    if (!item) return undefined;
    const { version, ...rest } = item;
    const forged = rekeyed({
      ...rest,
      id: { S: `forged${random(2 ** 30)}` },
      at: { N: String(Number(item['at']?.N) + 60_000) },
      ...(numbered ? { version: { N: String(Number(version?.N) + random(3)) } } : {}),
    });
    return { audit: [...audit, forged], what: s(item, 'type') };
  };

/** Two events of one user change their places: their numbers, or their numbers and times. */
const reorder =
  (names: readonly string[]): Tampering['tamper'] =>
  (audit, random) => {
    const users = [...Map.groupBy(audit.filter(isNumbered), (item) => s(item, 'userId')).values()];
    const events = pick(
      users.filter(({ length }) => length > 1),
      random,
    );
    const place = random((events?.length ?? 2) - 1);
    const [one, other] = [events?.[place], events?.[place + 1]];
    if (!one || !other) return undefined;
    const take = (item: RawItem, from: RawItem): RawItem =>
      rekeyed({ ...item, ...Object.fromEntries(names.map((name) => [name, from[name]])) } as RawItem);
    const swapped = new Map([
      [one, take(one, other)],
      [other, take(other, one)],
    ]);
    return { audit: audit.map((item) => swapped.get(item) ?? item), what: 'two neighbours' };
  };

export const tamperings: readonly Tampering[] = [
  { kind: 'delete an event of a user', tamper: remove(isNumbered) },
  { kind: 'insert an event with a number', tamper: insert(true) },
  { kind: 'edit an attribute', partly: true, tamper: edit(false) },
  { kind: 'edit an attribute and move it to the key that fits', partly: true, tamper: edit(true) },
  { kind: 'delete an event without a number', partly: true, tamper: remove((item) => !isNumbered(item)) },
  { kind: 'insert an event without a number', partly: true, tamper: insert(false) },
  { kind: 'reorder two events', partly: true, tamper: reorder(['version']) },
  { kind: 'reorder two events with their times', partly: true, tamper: reorder(['version', 'at']) },
];

export interface Tampered {
  readonly kind: string;
  readonly tried: number;
  readonly found: number;
  /** What was touched, where nothing showed it. */
  readonly unseen: ReadonlyMap<string, number>;
}

/** Does each so many times to a dump that is right, and counts what the recount finds. */
export function tamperWith(
  dump: Dump,
  times: number,
  random: Random,
  progress: (done: number) => void,
): Tampered[] {
  const isAudit = (item: RawItem): boolean => s(item, 'pk').startsWith('AUDIT#');
  const audit = dump.items.filter(isAudit);
  const rest = dump.items.filter((item) => !isAudit(item));
  return tamperings.map(({ kind, tamper }, place) => {
    let [tried, seen] = [0, 0];
    const unseen = new Map<string, number>();
    for (let nth = 0; nth < times; nth++) {
      const done = tamper(audit, random);
      if (!done) continue;
      tried++;
      if (recount({ ...dump, items: [...rest, ...done.audit] }).length > 0) seen++;
      else unseen.set(done.what, (unseen.get(done.what) ?? 0) + 1);
    }
    progress((place + 1) * times);
    return { kind, tried, found: seen, unseen };
  });
}
