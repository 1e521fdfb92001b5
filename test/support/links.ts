import { AssertionError } from 'node:assert';
import type { Answer } from './api.ts';
import type { SentMail, World } from './world.ts';

/** The token in a mail's link, as the setup page reads it out of the fragment. */
export const linkTokenIn = ({ text }: SentMail): string => /\/setup#([\w-]{43})\b/.exec(text)?.[1] ?? '';

export const linkMailsTo = ({ mails }: World, userId: string): SentMail[] =>
  mails.filter((mail) => mail.to === `${userId}@example.org` && linkTokenIn(mail) !== '');

export interface MailedLink {
  readonly token: string;
  readonly mail: SentMail;
  readonly destination: string;
  readonly expiresAt: string;
  readonly pin?: string;
}

/** Takes the newest link that a user was mailed. */
export async function mailedLink(world: World, userId: string): Promise<Pick<MailedLink, 'token' | 'mail'>> {
  await world.drain();
  const mail = linkMailsTo(world, userId).at(-1);
  if (!mail) throw new Error(`No setup link was mailed to ${userId}`);
  return { token: linkTokenIn(mail), mail };
}

/** Has an operator send a setup link, and takes it out of the mail. */
export async function sendLink(world: World, userId: string, body: object = {}): Promise<MailedLink> {
  const sent = await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body });
  return { ...sent, ...(await mailedLink(world, userId)) };
}

/** Opens a link, as a person does, or a scanner; the whole answer, whatever it is. */
export function openLink(world: World, token: string, pin?: string): Promise<Answer> {
  const body = pin === undefined ? { token } : { token, pin };
  return world.api.call('POST', '/v1/setup/open', { as: 'nobody', body });
}

/** Answers a link with a first code; the whole answer, whatever it is. */
export function confirmLink(world: World, token: string, code: string, pin?: string): Promise<Answer> {
  const body = pin === undefined ? { token, code } : { token, code, pin };
  return world.api.call('POST', '/v1/setup/confirm', { as: 'nobody', body });
}

/** The key that a link shows. */
export async function keyOf(
  world: World,
  { token, pin }: Pick<MailedLink, 'token' | 'pin'>,
): Promise<string> {
  const { status, body } = await openLink(world, token, pin);
  if (status !== 200) throw new AssertionError({ message: `The link does not open: ${status} ${body.code}` });
  return body.secret;
}
