import { expect } from 'vitest';
import { day } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

interface Event {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly userId?: string;
}

async function pages(path: string, limit: number): Promise<Event[][]> {
  const found: Event[][] = [];
  let cursor = '';
  do {
    const { items, nextCursor = '' } = await world.api.expect(200, 'GET', `${path}?limit=${limit}${cursor}`);
    found.push(items);
    cursor = nextCursor && `&cursor=${nextCursor}`;
  } while (cursor);
  return found;
}

test('P.20 pages of every size hold every event of a user once, newest first, over months', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  for (let i = 0; i < 8; i++) {
    world.advance(11 * day);
    // One that signs an assertion: other starts are no events.
    await start(world, userId, { assertion: true });
  }
  await world.drain();
  const path = `/v1/users/${userId}/events`;
  const whole = (await pages(path, 100)).flat();
  expect(whole).toHaveLength(9);
  expect(whole.map(({ at }) => at)).toEqual(
    whole
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
  for (const limit of [1, 4, 9]) {
    const paged = await pages(path, limit);
    expect(paged.flat()).toEqual(whole);
    expect(Math.max(...paged.map(({ length }) => length))).toBe(limit);
  }
});

test('P.20 the organisation sees every change of operators once, newest first, after quiet months too', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    world.advance(45 * day);
    ids.push(await createUser(world));
  }
  await world.drain();
  const own = (events: Event[]): (string | undefined)[] =>
    events
      .filter(({ type, userId = '' }) => type === 'user.created' && ids.includes(userId))
      .map(({ userId }) => userId);
  expect(own((await pages('/v1/events', 100)).flat())).toEqual([...ids].reverse());
  const paged = (await pages('/v1/events', 3)).flat();
  expect(own(paged)).toEqual([...ids].reverse());
  expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
});

test('P.27 users see their own events and nobody else those of theirs', async () => {
  const { userId } = await enrolledUser(world);
  const other = await createUser(world);
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/me/events', { as: { self: userId } });
  expect(new Set(items.map((event: Event) => event.userId))).toEqual(new Set([userId]));
  expect(items.map((event: Event) => event.type)).toContain('enrollment.confirmed');
  expect(await world.api.expect(200, 'GET', '/v1/me/events', { as: { self: other } })).toMatchObject({
    items: [{ type: 'user.created' }],
  });
});

const encode = (text: string): string => Buffer.from(text).toString('base64url');
const foreign = [
  ...[
    '',
    'x',
    '2026-03-02',
    '9999-99-99T99:99:99.999Z#x',
    '2026-02-30T25:00:00.000Z#',
    '2026-03-02T09:00:00.000Z',
  ].map(encode),
  '_'.repeat(40),
];
test.each(foreign)('rule 13: the cursor %j of no list of events is refused', async (cursor) => {
  const userId = await createUser(world);
  for (const path of ['/v1/events', `/v1/users/${userId}/events`]) {
    expectProblem(await world.api.call('GET', `${path}?cursor=${cursor}`), 'invalid-request');
  }
});

test.each(['0000-01-01T00:00:00.000Z#', '9999-12-31T23:59:59.999Z#', '2026-03-01T00:00:00.000Z#\u{10FFFF}'])(
  'rule 13: a made-up cursor at %j costs no more than an honest one',
  async (text) => {
    const userId = await createUser(world);
    for (const path of ['/v1/events', `/v1/users/${userId}/events`]) {
      const from = world.calls.length;
      await world.api.expect(200, 'GET', `${path}?cursor=${encode(text)}`);
      expect(world.calls.length - from).toBeLessThan(60);
    }
  },
);
