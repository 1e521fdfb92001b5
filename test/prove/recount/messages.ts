import { createHash } from 'node:crypto';
import { type Book, shardOf } from './book.ts';
import { type Finding, found } from './finding.ts';
import { count, type Fields, text } from './values.ts';

/** A user is notified of these, whatever their details. */
const told = [
  'enrollment.confirmed',
  'enrollment.reset',
  'account.disabled',
  'account.enabled',
  'key.replaced',
];
const ended = ['sent', 'dropped', 'failed', 'held-back', 'undelivered'];
/** A provider took it, whatever it reported later. */
const given = ['sent', 'undelivered'];
/** What somebody waits for; the rest are notices. */
const awaited = ['code', 'setup-link'];

/** I9 */
export function messagesAddUp(book: Book): Finding[] {
  const { messages, events } = book;
  const ids = new Map(events.map((event) => [event.id, event]));
  const byId = new Map(messages.map((message) => [text(message['messageId']), message]));
  const heldBack = new Set(
    events.flatMap(({ type, userId }) => (type === 'notices.held-back' ? [userId] : [])),
  );
  const findings = messages.flatMap((message) => ofMessage(message, ids, heldBack));
  for (const { id, type, userId } of events) {
    if (told.includes(type) && !byId.has(`${id}-notice`))
      findings.push(found('I9', userId, `${type} told nobody`));
    if (type !== 'message.sent') continue;
    const message = byId.get(id.replace(/-\d+$/, ''));
    if (!given.includes(text(message?.['status'])))
      findings.push(found('I9', id, `an event says sent, the message ${message?.['status']}`));
  }
  return [...findings, ...(book.inboxKept ? provided(book) : [])];
}

function ofMessage(
  message: Fields,
  events: ReadonlyMap<string, { readonly type: string }>,
  heldBack: ReadonlySet<string>,
): Finding[] {
  const findings: Finding[] = [];
  const id = text(message['messageId']);
  const status = text(message['status']);
  const say = (what: string) => findings.push(found('I9', id, what));
  if (id.endsWith('-notice') && !events.has(id.slice(0, -'-notice'.length)))
    say('tells of nothing that happened');
  const over = ended.includes(status);
  const due = text(message['duePk']);
  const notice = !awaited.includes(text(message['template']));
  if (due !== (over ? '' : `${notice ? 'NOTICES' : 'OUTBOX'}#${shardOf(id)}`))
    say(`is ${status}, and is in "${due}"`);
  if (over && message['sealed'] !== undefined) say(`is ${status}, and its content is kept`);
  const ending = events.get(`${id}-${count(message['attempts'])}`)?.type;
  if (status === 'held-back') {
    if (!notice) say('is held back, and no notice');
    if (!heldBack.has(text(message['userId']))) say('is held back, and no event tells so');
    return findings;
  }
  if (status === 'undelivered' && events.get(`${id}-report`)?.type !== 'message.undelivered')
    say('did not arrive, and no event tells so');
  const expected = given.includes(status) ? 'message.sent' : 'message.failed';
  if (over && ending !== expected) say(`is ${status} by the event ${ending}`);
  return findings;
}

/** A message that was sent was given to a provider, and at most once for each try; a link once or twice. */
function provided({ messages, inbox }: Book): Finding[] {
  const findings: Finding[] = [];
  for (const channel of ['email', 'sms'] as const) {
    const own = messages.filter((message) => (message['channel'] ?? 'email') === channel);
    const least = own.filter(({ status }) => given.includes(text(status))).length;
    const most = own.reduce((sum, { attempts }) => sum + count(attempts), 0);
    const taken = inbox.filter((sent) => sent.channel === channel).length;
    if (taken < least || taken > most) {
      findings.push(found('I9', channel, `${taken} given to the provider, ${least} sent in ${most} tries`));
    }
  }
  const links = Map.groupBy(inbox, (sent) => linkHash(sent.text));
  for (const { linkHash: hash, status, attempts, messageId } of messages) {
    const times = links.get(text(hash))?.length ?? 0;
    const wrong = given.includes(text(status)) ? times < 1 || times > 2 : times > count(attempts);
    if (hash !== undefined && wrong)
      findings.push(found('I9', text(messageId), `${status}, given ${times} times`));
  }
  return findings;
}

export const linkTokenOf = (mail: string): string => /\/setup#([\w-]{43})\b/.exec(mail)?.[1] ?? '';

const linkHash = (mail: string): string => createHash('sha256').update(linkTokenOf(mail)).digest('base64url');
