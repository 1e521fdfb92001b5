import type { Dump } from './recount/book.ts';
import type { Invariant } from './recount/finding.ts';
import type { RawItem } from './recount/values.ts';

type Change = (item: RawItem) => RawItem;

/** What somebody, or a fault, may have made of the table: one small thing. */
export interface Corruption {
  readonly what: string;
  readonly of: Invariant;
  readonly plant: (dump: Dump) => Dump;
}

const s = (item: RawItem, name: string): string => item[name]?.S ?? '';
const under = (prefix: string) => (item: RawItem) => s(item, 'pk').startsWith(prefix);
const isState = (item: RawItem): boolean => s(item, 'sk') === 'STATE' && !item['deletedAt'];
const detailsOf = (item: RawItem): RawItem => (item['details']?.M ?? {}) as RawItem;
const isEvent =
  (type: string, detail?: string) =>
  (item: RawItem): boolean =>
    under('AUDIT#')(item) && s(item, 'type') === type && (!detail || detailsOf(item)[detail] !== undefined);
const withText =
  (name: string, value: string): Change =>
  (item) => ({ ...item, [name]: { S: value } });
const plus = (item: RawItem, name: string, by: number): RawItem => ({
  ...item,
  [name]: { N: String(Number(item[name]?.N ?? 0) + by) },
});

/** The first that fits, changed; there must be one. */
function change(dump: Dump, fits: (item: RawItem) => boolean, to: Change): Dump {
  const place = dump.items.findIndex(fits);
  const item = dump.items[place];
  if (!item) throw new Error('There is nothing to corrupt so');
  return { ...dump, items: dump.items.with(place, to(item)) };
}

const remove = (dump: Dump, fits: (item: RawItem) => boolean): Dump => {
  const { items } = change(dump, fits, (item) => item);
  const gone = items.find(fits);
  return { ...dump, items: items.filter((item) => item !== gone) };
};

/** Changes one of the short texts of a member of STATE. */
const inShort =
  (member: string, to: (short: string) => string): Change =>
  (item) => {
    const [[id, short] = ['', { S: '' }], ...others] = Object.entries(item[member]?.M ?? {}) as [
      string,
      { S: string },
    ][];
    return { ...item, [member]: { M: Object.fromEntries([[id, { S: to(short.S) }], ...others]) } };
  };

const part = (short: string, place: number, to: (value: string) => string): string =>
  short
    .split(' ')
    .with(place, to(short.split(' ')[place] ?? ''))
    .join(' ');

const has = (item: RawItem, member: string): boolean => Object.keys(item[member]?.M ?? {}).length > 0;
const stepsOf = (item: RawItem): string => detailsOf(item)['spent']?.S ?? '';

/** The second event of a token says that it spent what the first one did. */
function replayed(dump: Dump): Dump {
  const spent = dump.items.filter((item) => under('AUDIT#')(item) && stepsOf(item) !== '');
  const tokenOf = (item: RawItem): string => stepsOf(item).split(' ')[0] ?? '';
  const [first, second] = [...Map.groupBy(spent, tokenOf).values()].find(({ length }) => length > 1) ?? [];
  return change(
    dump,
    (item) => item === second,
    (item) => ({
      ...item,
      details: { M: { ...detailsOf(item), spent: { S: first ? stepsOf(first) : '' } } },
    }),
  );
}

export const corruptions: readonly Corruption[] = [
  { of: 'I1', what: 'the same time step accepted a second time', plant: replayed },
  {
    of: 'I2',
    what: 'an attempt that a session forgot',
    plant: (dump) => {
      const attempted = inShort('sessions', (short) =>
        part(short, 1, (attempts) => String(Number.parseInt(attempts, 10) - 1)),
      );
      const fits = (item: RawItem): boolean =>
        isState(item) &&
        Number.parseInt(
          (Object.values(item['sessions']?.M ?? {})[0] as { S: string })?.S.split(' ')[1] ?? '0',
          10,
        ) > 0;
      return change(dump, fits, attempted);
    },
  },
  {
    of: 'I3',
    what: 'a session that is verified without a code',
    plant: (dump) => {
      const waits = (item: RawItem): boolean =>
        isState(item) && (Object.values(item['sessions']?.M ?? {})[0] as { S: string })?.S.startsWith('0 ');
      return change(
        dump,
        waits,
        inShort('sessions', (short) => part(short, 0, () => '1')),
      );
    },
  },
  {
    of: 'I4',
    what: 'a spent backup code that is taken back',
    plant: (dump) =>
      change(
        dump,
        (item) => s(item, 'sk') === 'CODES' && (item['used']?.L?.length ?? 0) > 0,
        (item) => ({ ...item, used: { L: item['used']?.L?.slice(1) ?? [] } }),
      ),
  },
  {
    of: 'I5',
    what: 'failures of an account that are forgotten',
    plant: (dump) =>
      change(
        dump,
        (item) => isState(item) && !s(item, 'failures').startsWith('0 '),
        (item) =>
          withText(
            'failures',
            part(s(item, 'failures'), 0, () => '0'),
          )(item),
      ),
  },
  {
    of: 'I6',
    what: 'a token whose last time step is set back',
    plant: (dump) => {
      // Its first token, by an event of this user: what a renamed user brought along is in the events of the old id.
      const spent = new Set(
        dump.items
          .filter(under('AUDIT#'))
          .map((event) => `${s(event, 'userId')} ${stepsOf(event).split(' ')[0]}`),
      );
      const used = (item: RawItem): boolean =>
        isState(item) &&
        spent.has(`${s(item, 'pk').slice('USER#'.length)} ${Object.keys(item['tokens']?.M ?? {})[0]}`);
      return change(
        dump,
        used,
        inShort('tokens', (short) => part(short, 2, (step) => (Number.parseInt(step, 36) - 1).toString(36))),
      );
    },
  },
  {
    of: 'I7',
    what: 'a token that nobody ever confirmed',
    plant: (dump) =>
      change(
        dump,
        (item) => isState(item) && has(item, 'tokens'),
        (item) => ({ ...item, tokens: { M: { ...item['tokens']?.M, planted: { S: 'a 0' } } } }),
      ),
  },
  {
    of: 'I8',
    what: 'an expired account that is enabled',
    plant: (dump) =>
      change(
        dump,
        (item) => isState(item) && item['expiredAt'] !== undefined && item['enabled']?.BOOL === false,
        (item) => ({ ...item, enabled: { BOOL: true } }),
      ),
  },
  {
    of: 'I9',
    what: 'a mail that was given to the provider three times',
    plant: (dump) => {
      const link = dump.inbox?.find(({ text }) => text.includes('/setup#'));
      return { ...dump, inbox: [...(dump.inbox ?? []), ...(link ? [link, link] : [])] };
    },
  },
  {
    of: 'I10',
    what: 'one more in the overview than there are',
    plant: (dump) => change(dump, under('COUNT#'), (item) => plus(item, 'enrolled', 1)),
  },
  {
    of: 'I11',
    what: 'a live link that leads to somebody else',
    plant: (dump) => {
      const live = dump.items.flatMap((item) =>
        isState(item) ? ((item['link']?.M?.['hash'] as { S: string })?.S ?? []) : [],
      );
      return change(dump, (item) => s(item, 'pk') === `LINK#${live[0]}`, withText('userId', 'somebody'));
    },
  },
  {
    of: 'I12',
    what: 'a link’s token in the event of its sending',
    plant: (dump) => {
      const token = /\/setup#([\w-]{43})/.exec(
        dump.inbox?.find(({ text }) => text.includes('/setup#'))?.text ?? '',
      )?.[1];
      return change(dump, isEvent('link.sent'), withText('reason', `sent ${token}`));
    },
  },
  {
    of: 'I13',
    what: 'an event that is deleted from the audit',
    plant: (dump) => remove(dump, isEvent('account.disabled')),
  },
  {
    of: 'I14',
    what: 'a success that was answered and is gone',
    plant: (dump) => ({
      ...dump,
      acknowledged: [...(dump.acknowledged ?? []), { userId: 'somebody', type: 'verification.succeeded' }],
    }),
  },
  // What more than one corruption shows of the wider invariants.
  {
    of: 'I1',
    what: 'a backup code that left as many as there were',
    plant: (dump) =>
      change(
        dump,
        (item) =>
          isEvent('verification.succeeded', 'backupCodesRemaining')(item) &&
          detailsOf(item)['backupCodesRemaining']?.N === '3',
        (item) => ({ ...item, details: { M: { ...detailsOf(item), backupCodesRemaining: { N: '4' } } } }),
      ),
  },
  {
    of: 'I10',
    what: 'a member that a class does not count',
    plant: (dump) =>
      change(
        dump,
        (item) => under('GUARD#class')(item) && Number(item['members']?.N) > 0,
        (item) => plus(item, 'members', -1),
      ),
  },
  {
    of: 'I10',
    what: 'somebody enrolled in the list of those who are not',
    plant: (dump) =>
      change(
        dump,
        (item) => s(item, 'listPk') === 'STAGE#enrolled',
        withText('listPk', 'STAGE#not-enrolled'),
      ),
  },
  {
    of: 'I12',
    what: 'a key that is kept in clear',
    plant: (dump) =>
      change(dump, (item) => item['secret']?.B !== undefined, withText('secret', 'JBSWY3DPEHPK3PXP')),
  },
  {
    of: 'I13',
    what: 'a change of a user without an event',
    plant: (dump) => change(dump, isState, (item) => plus(item, 'version', 1)),
  },
  { of: 'I14', what: 'a word that finds nobody', plant: (dump) => remove(dump, under('TERM#')) },
  { of: 'I14', what: 'a person without a standing', plant: (dump) => remove(dump, isState) },
];
