import { order } from '../../support/accounts.ts';
import { createUser, start } from '../../support/people.ts';
import { opened } from '../../support/verifications.ts';
import type { World } from '../../support/world.ts';
import { withPhone } from '../operations/people.ts';

/** A code that was sent to a number. */
export interface SentTo {
  readonly sessionId: string;
  readonly tokenId: string;
}

/** By number. */
export type CodeBook = Map<string, SentTo[]>;

const codesEach = 4;
const width = 6;
/** A person with a number has a notice and codes, and two others have a link each. */
const messagesOfGroup = 1 + codesEach + 2;

/**
 * Has the service write about so many messages: codes by text, setup links, of which one in ten is revoked at once by
 * a newer one or by disabling the account, and notices.
 */
export async function makeTraffic(world: World, messages: number, codes: CodeBook): Promise<void> {
  const groups = Math.max(1, Math.round(messages / messagesOfGroup));
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < groups) await makeGroup(world, next++, codes);
  };
  await Promise.all(Array.from({ length: width }, work));
}

async function makeGroup(world: World, nth: number, codes: CodeBook): Promise<void> {
  const { userId, phone, tokenId } = await withPhone(world);
  const own: SentTo[] = [];
  codes.set(phone, own);
  for (let sent = 0; sent < codesEach; sent++) {
    const { verificationId } = await start(world, userId);
    const path = `/v1/verifications/${verificationId}/challenges`;
    await world.api.expect(202, 'POST', path, { as: 'application', body: { tokenId } });
    own.push({ sessionId: (await opened(world, verificationId)).sessionId, tokenId });
  }
  for (const person of [await createUser(world), await createUser(world)]) {
    await sendLink(world, person);
    if (nth % 10 === 0) await sendLink(world, person);
    if (nth % 10 === 5) await order(world, person, 'disable');
  }
}

const sendLink = (world: World, userId: string): Promise<unknown> =>
  world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
