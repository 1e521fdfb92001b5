import type { World } from '../support/world.ts';
import type { Dump } from './recount/book.ts';

/** All that a recount looks at, once the stream has been read to its end. */
export async function dumpOf(world: World, more: Pick<Dump, 'acknowledged' | 'secrets'> = {}): Promise<Dump> {
  await world.drain();
  const mails = world.mails.map(({ to, text }) => ({ channel: 'email' as const, to, text }));
  const texts = world.texts.map(({ to, text }) => ({ channel: 'sms' as const, to, text }));
  return { items: await world.everything(), inbox: [...mails, ...texts], ...more };
}
