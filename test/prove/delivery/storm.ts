import type { TableChange } from '../../../lib/actions/audit/record-event.ts';
import type { Item } from '../../../lib/store/items.ts';
import { dueMessages } from '../../../lib/store/outbox.ts';
import type { World } from '../../support/world.ts';
import { seeded } from '../random.ts';
import { recordAll } from '../record-all.ts';
import type { PostOffice } from './post-office.ts';
import { type CodeBook, makeTraffic } from './traffic.ts';

/** As the stream's mapping is deployed. */
const batchSize = 5;
/** Calls of the deliver function per message, at least: it claims the message and hands it over. */
const callsEach = 2;
/** Seconds after which codes no longer work. */
const codesExpire = 301;

export interface Storm {
  readonly codes: CodeBook;
  readonly revoked: Set<string>;
}

/**
 * One hour: messages are written, told by the stream, and tried again by the schedule until none waits. The function
 * is killed so many times on the way.
 */
export async function oneHour(
  world: World,
  office: PostOffice,
  { codes, revoked }: Storm,
  { messages, kills }: { readonly messages: number; readonly kills: number },
): Promise<void> {
  const random = seeded(world.now);
  const began = world.now;
  const until = office.kills + kills;
  let aimed = -1;
  const aim = (calls: number): void => {
    if (aimed === office.kills || office.kills >= until) return;
    aimed = office.kills;
    office.killAfter(1 + random(Math.max(1, Math.ceil(calls))));
  };

  const unseen = Math.ceil(messages / 20);
  const records = await written(world, { codes, revoked }, messages - unseen);
  for (let from = 0; from < records.length; from += batchSize) {
    aim((callsEach * records.length) / Math.max(1, kills));
    await office.call({ Records: records.slice(from, from + batchSize) });
  }
  await tryAgain(world, office);

  // The stream does not deliver these, and when the schedule finds them their codes no longer work.
  await written(world, { codes, revoked }, unseen);
  world.advance(codesExpire);
  await office.call({ retry: true });
  await tryAgain(world, office);
  await recordAll(world);
  // The caps of the next hour are others.
  world.advance(Math.max(0, 3_600 - (world.now - began)));
}

/** Has messages written, and notes which links are revoked again by then. */
async function written(world: World, { codes, revoked }: Storm, messages: number): Promise<object[]> {
  await makeTraffic(world, messages, codes);
  const changes = await recordAll(world);
  for (const hash of revokedIn(changes)) revoked.add(hash);
  return changes.filter(isNewMessage).map(({ after }, place) => ({
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: after?.['pk'] }, SequenceNumber: String(place) },
  }));
}

async function tryAgain(world: World, office: PostOffice): Promise<void> {
  while (await waiting(world)) {
    world.advance(61);
    await office.call({ retry: true });
  }
}

const isNewMessage = ({ before, after }: TableChange): boolean =>
  !before && (after?.['pk']?.S ?? '').startsWith('OUTBOX#');

/** Links that were written and are not their user's live one any more. */
function revokedIn(changes: readonly TableChange[]): string[] {
  const live = new Map<string, string>();
  const written: { readonly userId: string; readonly hash: string }[] = [];
  for (const change of changes) {
    const { after } = change;
    if (after?.['sk']?.S === 'STATE') {
      live.set(after['pk']?.S?.slice('USER#'.length) ?? '', linkIn(after));
    }
    const hash = after?.['linkHash']?.S;
    if (hash && isNewMessage(change)) written.push({ userId: after?.['userId']?.S ?? '', hash });
  }
  return written.filter(({ userId, hash }) => live.get(userId) !== hash).map(({ hash }) => hash);
}

const linkIn = ({ link }: Item): string => link?.M?.['hash']?.S ?? '';

async function waiting({ services, now }: World): Promise<boolean> {
  const farAhead = now + 86_400;
  for await (const _ of dueMessages(services.table, farAhead)) return true;
  return false;
}
