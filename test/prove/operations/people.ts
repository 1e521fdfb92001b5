import { createUser } from '../../support/people.ts';
import type { World } from '../../support/world.ts';

let numbers = 0;

/** A number that nobody else has. */
export const newPhone = (): string => `+44740${String(1_000_000 + numbers++)}`;

/** A user with one token that is texted to. */
export async function withPhone(world: World) {
  const userId = await createUser(world);
  const phone = newPhone();
  const body = { type: 'sms', phone };
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  return { userId, phone, tokenId: String(tokenId) };
}

/** The code of the last text to a number. */
export async function codeIn(world: World, phone: string): Promise<string> {
  await world.drain();
  const text = world.texts.findLast(({ to }) => to === phone)?.text;
  return text?.match(/\d{6,}/)?.[0] ?? '';
}
