import type { Dump } from '../recount/book.ts';
import { type Aftermath, unlikeTheJournal } from './aftermath.ts';
import type { Journal } from './journal.ts';

interface Planted {
  readonly what: string;
  readonly plant: (aftermath: Aftermath) => Aftermath;
}

const toldBesides =
  (tell: (journal: Journal, aftermath: Aftermath) => void) =>
  (aftermath: Aftermath): Aftermath => {
    const journal = aftermath.journal.copy();
    tell(journal, aftermath);
    return { ...aftermath, journal };
  };

const withItems = (aftermath: Aftermath, items: Dump['items']): Aftermath => ({
  ...aftermath,
  dump: { ...aftermath.dump, items },
});

const isSignIn = ({ pk, type }: Dump['items'][number]): boolean =>
  pk?.S?.startsWith('AUDIT#') === true && type?.S === 'verification.succeeded';

/** What a storm could do, done by hand to what it left: none of it may go unnoticed. */
export const planted: readonly Planted[] = [
  {
    what: 'a change that was acknowledged and never was',
    plant: toldBesides((journal, { people: [person] }) =>
      journal.note({ userId: person?.userId ?? '', types: ['role.changed'], least: 1, most: 1 }),
    ),
  },
  {
    what: 'a code that was accepted twice',
    plant: toldBesides((journal) => journal.accepted(journal.codes[0] ?? '', 'another attempt')),
  },
  {
    what: 'an acknowledged change whose event is gone',
    plant: (aftermath) => {
      const { items } = aftermath.dump;
      const gone = items.findLast(isSignIn);
      return withItems(
        aftermath,
        items.filter((item) => item !== gone),
      );
    },
  },
  {
    what: 'a change that was carried out twice',
    plant: (aftermath) => {
      const { items } = aftermath.dump;
      return withItems(aftermath, [...items, ...items.filter(isSignIn).slice(0, 1)]);
    },
  },
  {
    what: 'a backup code that is spent, and by the journal is not',
    plant: (aftermath) => {
      const people = aftermath.people.map((one) => ({ ...one, backupCodes: [...one.backupCodes, 'A'] }));
      return { ...aftermath, people };
    },
  },
];

/** Of which planted faults the comparison with the journal knows nothing. */
export const unnoticed = (aftermath: Aftermath): string[] =>
  planted
    .filter(({ plant }) => unlikeTheJournal(plant(aftermath)).length <= unlikeTheJournal(aftermath).length)
    .map(({ what }) => what);
