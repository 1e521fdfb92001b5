import { type Book, type Dump, openBook } from '../recount/book.ts';
import { recount } from '../recount/recount.ts';
import { fields, text } from '../recount/values.ts';
import type { Client } from './client.ts';
import type { Deployment } from './deployment.ts';
import type { Journal } from './journal.ts';
import type { Person } from './person.ts';

/** What is stored when the storm is over, and the answers that the driver got. */
export interface Aftermath {
  readonly dump: Dump;
  readonly journal: Journal;
  readonly people: readonly Person[];
  /** Those who never enrolled. */
  readonly left: readonly Person[];
  readonly requests: number;
  readonly unanswered: number;
  readonly kills: number;
  readonly databaseKills: number;
  readonly deadLetters: number;
}

interface Scene extends Pick<Aftermath, 'people' | 'left'> {
  readonly deployment: Deployment;
  readonly client: Client;
}

/** The number of people whose keys and codes are searched for in clear. */
const secretsOf = 10;

export async function lookAround({ deployment, client, people, left }: Scene): Promise<Aftermath> {
  const secrets = people
    .slice(0, secretsOf)
    .flatMap(({ app, backupCodes }) => [...(app ? [app.secret] : []), ...backupCodes]);
  return {
    dump: { items: await deployment.everything(), inbox: deployment.providers.inbox(), secrets },
    journal: client.journal,
    people,
    left,
    requests: client.requests,
    unanswered: client.unanswered,
    kills: deployment.processes.killed,
    databaseKills: deployment.stormy?.killed ?? 0,
    deadLetters: deployment.deadLetters,
  };
}

/** Everything that is not as it must be: by the recount, and by the driver's answers. */
export const damage = (aftermath: Aftermath): string[] => [
  ...recount(aftermath.dump).map(({ invariant, where, what }) => `${invariant} ${where}: ${what}`),
  ...unlikeTheJournal(aftermath),
  ...(aftermath.deadLetters > 0 ? [`${aftermath.deadLetters} changes of the table were given up`] : []),
];

/** What was lost, done twice, or stands otherwise than it was acknowledged. */
export function unlikeTheJournal({ dump, journal, people, left }: Aftermath): string[] {
  const book = openBook(dump);
  return [
    ...journal.findings(book.events),
    ...people.filter(({ stage }) => stage === 'enrolled').flatMap((person) => unlike(person, book)),
    ...left.flatMap((person) => notExpired(person, book)),
  ];
}

/** What was acknowledged last is how somebody stands. */
function unlike({ userId, app, counter, textTo, label, backupCodes }: Person, book: Book): string[] {
  const state = book.states.get(userId);
  const tokens = book.tokens.get(userId);
  const missing = [app?.tokenId, counter?.tokenId, textTo].filter(
    (tokenId) => tokenId !== undefined && !state?.tokens.has(tokenId),
  );
  const labelled = label === undefined || text(tokens?.get(app?.tokenId ?? '')?.['label']) === label;
  const remaining = state?.codes?.remaining ?? 0;
  return [
    ...(state?.raw['enabled'] === true ? [] : [`lost: ${userId} is not enabled`]),
    ...(state?.raw['enrolledAt'] === undefined ? [`lost: ${userId} is not enrolled`] : []),
    ...missing.map((tokenId) => `lost: the token ${tokenId} of ${userId}`),
    ...(labelled ? [] : [`lost: the label ${label} of ${userId}`]),
    ...(remaining === backupCodes.length
      ? []
      : [`${remaining} backup codes of ${userId} are left, ${backupCodes.length} by the journal`]),
  ];
}

/** Every user who was created and never came back has expired, once. */
function notExpired({ userId }: Person, book: Book): string[] {
  const times = book.events.filter((event) => event.userId === userId && event.type === 'enrollment.expired');
  const marked = fields(book.states.get(userId)?.raw)['expiredAt'] !== undefined;
  return times.length === 1 && marked ? [] : [`${userId} expired ${times.length} times`];
}
