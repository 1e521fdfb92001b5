import { type Book, userOf } from './book.ts';
import { type Finding, found } from './finding.ts';
import { type Fields, text, texts } from './values.ts';

/** I14 */
export function appliedWhole(book: Book): Finding[] {
  return [...durable(book), ...persons(book), ...entries(book), ...devices(book)];
}

/** What was answered with success happened, as often as it was answered so. */
function durable({ acknowledged, events }: Book): Finding[] {
  const ofUsers = Map.groupBy(events, ({ userId }) => userId);
  const asked = Map.groupBy(acknowledged, ({ userId, type, verification }) =>
    [userId, type, verification ?? 'any'].join(' '),
  );
  return [...asked].flatMap(([what, answers]) => {
    const [answer] = answers;
    const happened = (ofUsers.get(answer?.userId ?? '') ?? []).filter(
      ({ type, details }) =>
        type === answer?.type &&
        (answer.verification === undefined || details['verification'] === answer.verification),
    );
    if (happened.length >= answers.length) return [];
    return [found('I14', what, `answered ${answers.length} times, happened ${happened.length}`)];
  });
}

/** Every standing has a person, and the other way round. */
function persons({ states, profiles }: Book): Finding[] {
  const live = [...states.values()].filter(({ deleted }) => !deleted);
  const standing = new Set(live.map(({ userId }) => userId));
  return [...new Set([...standing, ...profiles.keys()])]
    .filter((userId) => !profiles.has(userId) || !standing.has(userId))
    .map((userId) => found('I14', userId, 'is there by half'));
}

/** A person is found by every word, class and role of theirs, and by none that is not. */
function entries(book: Book): Finding[] {
  const wanted = new Set([...book.profiles.values()].flatMap(entriesOf));
  const there = ['TERM#', 'CLASS#', 'ROLE#']
    .flatMap((prefix) => book.under(prefix))
    .map(({ pk, sk, userId }) => `${pk} | ${sk} | ${userId}`);
  const kept = new Set(there);
  return [
    ...[...wanted].filter((entry) => !kept.has(entry)).map((entry) => found('I14', entry, 'is missing')),
    ...there.filter((entry) => !wanted.has(entry)).map((entry) => found('I14', entry, 'is nobody’s')),
  ];
}

function entriesOf(profile: Fields): string[] {
  const userId = userOf(profile);
  const names = [
    'userId',
    'email',
    'familyName',
    'firstName',
    'externalId',
    'employeeNumber',
    'defaultUserId',
    'displayName',
  ];
  const words = names.flatMap((name) => wordsOf(text(profile[name])));
  const found = [...new Set(words)].slice(0, 25).map((word) => [`TERM#${[...word][0]}`, `${word} ${userId}`]);
  const groups = [
    ...(text(profile['class']) === '' ? [] : [[`CLASS#${profile['class']}`, userId]]),
    ...texts(profile['roles']).map((role) => [`ROLE#${role}`, userId]),
  ];
  return [...found, ...groups].map(([pk, sk]) => `${pk} | ${sk} | ${userId}`);
}

const wordsOf = (value: string): string[] =>
  value
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .normalize('NFKC')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => [...word].slice(0, 60).join(''));

/** A device is with whom the pool says, and nobody has one that the pool does not know to be theirs. */
function devices({ under, tokens }: Book): Finding[] {
  const pool = under('HARDWARE#')
    .filter(({ status }) => status === 'assigned')
    .map(({ serial, userId, tokenId }) => `${serial} ${userId} ${tokenId}`);
  const held = [...tokens].flatMap(([userId, ofUser]) =>
    [...ofUser].flatMap(([tokenId, token]) => {
      const serial = text(token['serial']);
      return serial === '' ? [] : [`${serial} ${userId} ${tokenId}`];
    }),
  );
  return [
    ...pool.filter((one) => !held.includes(one)).map((one) => found('I14', one, 'is assigned, and not held')),
    ...held.filter((one) => !pool.includes(one)).map((one) => found('I14', one, 'is held, and not assigned')),
  ];
}
