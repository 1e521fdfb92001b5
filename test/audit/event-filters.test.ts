import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { fitsFilter, looksInside, organisationEventTypes } from '../../lib/domain/event-filter.ts';
import type { EventType } from '../../lib/domain/events.ts';
import { recordEvent } from '../../lib/store/audit.ts';
import { day } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, newId, start } from '../support/people.ts';
import { startOfTime, World } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';

interface Event {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly actor: string;
  readonly userId?: string;
}

let userId: string;
let all: Event[];
let own: Event[];

/** Half a year with a change by two operators, the sweep's name and sign-ins now and then. */
test.beforeAll(async ({ world }) => {
  userId = await createUser(world, { twoFactorRequired: false });
  const put = (event: { type?: 'account.enabled' | 'settings.changed'; userId?: string; actor?: string }) =>
    recordEvent(
      world.services.table,
      { id: newId(), type: 'account.disabled', at: world.services.clock(), actor: 'operator:ada', ...event },
      [],
    );
  for (let i = 0; i < 14; i++) {
    world.advance(13 * day);
    // One that signs an assertion: other starts are no events.
    await start(world, userId, { assertion: true });
    await put({ userId, actor: i % 3 ? 'operator:ada' : 'operator:bob' });
    await put({ userId: 'another', ...(i % 2 ? { type: 'account.enabled' as const } : {}) });
    await put({ type: 'settings.changed' });
  }
  await world.drain();
  all = await pages('/v1/events', {});
  own = await pages(`/v1/users/${userId}/events`, {});
});

async function pages(path: string, filter: Record<string, string>, limit = 100): Promise<Event[]> {
  const found: Event[] = [];
  let cursor: Record<string, string> = {};
  for (let page = 0; page < 200; page++) {
    const query = new URLSearchParams({ limit: String(limit), ...filter, ...cursor });
    const { items, nextCursor } = await world.api.expect(200, 'GET', `${path}?${query}`);
    expect(items.length).toBeLessThanOrEqual(limit);
    found.push(...items);
    if (!nextCursor) return found;
    cursor = { cursor: nextCursor };
  }
  throw new Error('The pages do not end');
}

const at = (days: number): string => new Date(startOfTime + days * day * 1000).toISOString();

/** What the filter says, by a reader of its own: texts are compared, not keys. */
const kept = (events: readonly Event[], { from = '', to = '~', ...exact }: Record<string, string>): Event[] =>
  events.filter(
    (event) =>
      event.at >= from &&
      event.at < to &&
      Object.entries(exact).every(([name, value]) => event[name as keyof Event] === value),
  );

const filters: Record<string, string>[] = [
  { from: at(50) },
  { to: at(50) },
  { from: at(26), to: at(120) },
  { from: at(1), to: at(2) },
  { type: 'account.disabled' },
  { type: 'class.deleted' },
  { type: 'account.disabled', from: at(20), to: at(150) },
];

describe.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))('P.20 %s', (_, filter) => {
  test.each([1, 3, 100])(
    'the organisation sees what fits, whole and in order, %i at a time',
    async (limit) => {
      expect(await pages('/v1/events', filter, limit)).toEqual(kept(all, filter));
    },
  );

  test.each([1, 3, 100])('a user has what fits, whole and in order, %i at a time', async (limit) => {
    expect(await pages(`/v1/users/${userId}/events`, filter, limit)).toEqual(kept(own, filter));
  });
});

test('P.20 there is something to be told apart', () => {
  expect(all.length).toBeGreaterThan(40);
  expect(own.length).toBeGreaterThan(25);
  for (const filter of filters.filter(({ type, to }) => type !== 'class.deleted' && to !== at(2))) {
    for (const events of [all, own]) {
      expect(kept(events, filter).length).toBeGreaterThan(0);
      expect(kept(events, filter).length).toBeLessThan(events.length);
    }
  }
});

test.each([1, 4, 100])('P.20 by actor and by user, %i at a time', async (limit) => {
  for (const filter of [
    { actor: 'operator:bob' },
    { userId: 'another' },
    { userId: 'another', type: 'account.enabled', from: at(60) },
    { userId, actor: 'operator:bob', to: at(100) },
  ]) {
    const expected = kept(all, filter);
    expect(expected.length).toBeGreaterThan(0);
    expect(await pages('/v1/events', filter, limit)).toEqual(expected);
  }
  for (const nothing of [{ actor: 'operator:bo' }, { actor: 'bob' }, { userId: 'anothe' }]) {
    expect(await pages('/v1/events', nothing, limit)).toEqual([]);
  }
});

test('P.20 the first moment is included, the last one is not', async () => {
  const moment = all[20]?.at ?? '';
  const next = new Date(Date.parse(moment) + 1).toISOString();
  const within = await pages('/v1/events', { from: moment, to: next });
  expect(within).toEqual(all.filter((event) => event.at === moment));
  expect(within.length).toBeGreaterThan(0);
  expect((await pages('/v1/events', { to: moment })).map((event) => event.at)).not.toContain(moment);
});

test('P.20 a moment may be said in any zone, without seconds too', async () => {
  const from = at(26).slice(0, 16);
  expect(await pages('/v1/events', { from: `${from}Z` })).toEqual(kept(all, { from: at(26) }));
  const shifted = new Date(Date.parse(at(26)) + 7_200_000).toISOString().slice(0, 19);
  expect(await pages('/v1/events', { from: `${shifted}+02:00` })).toEqual(kept(all, { from: at(26) }));
});

test.each([
  ['before all time', '0000-01-01T00:00:00+14:00', '1965-01-01T00:00:00Z'],
  ['after all time', '9998-12-31T00:00:00Z', '9999-12-31T23:59:59-14:00'],
])('P.20 %s there is nothing', async (_when, from, to) => {
  expect(await pages('/v1/events', { from, to })).toEqual([]);
  expect(await pages(`/v1/users/${userId}/events`, { from, to })).toEqual([]);
});

test('P.20 a filter that fits hardly any event gives short pages, each at a bounded cost', async () => {
  const crowded = await World.start();
  const person = await createUser(crowded, { twoFactorRequired: false });
  crowded.advance(60);
  const first = crowded.services.clock();
  const put = (i: number) =>
    recordEvent(
      crowded.services.table,
      {
        id: newId(),
        ...(i === 0
          ? ({ type: 'hardware.deleted', details: { serial: '1' } } as const)
          : ({ type: 'hardware.compromised', details: { serial: '1' } } as const)),
        at: first + i,
        actor: 'operator:ada',
        userId: person,
      },
      [],
    );
  for (let i = 0; i < 620; i += 20) await Promise.all(Array.from({ length: 20 }, (_, n) => put(i + n)));
  crowded.advance(60);
  for (const path of ['/v1/events', `/v1/users/${person}/events`]) {
    crowded.calls.length = 0;
    const short = await crowded.api.expect(200, 'GET', `${path}?type=hardware.deleted`);
    expect(short).toMatchObject({ items: [], nextCursor: expect.any(String) });
    expect(crowded.calls.length).toBeLessThan(40);
    const rest = await crowded.api.expect(
      200,
      'GET',
      `${path}?type=hardware.deleted&cursor=${short.nextCursor}`,
    );
    expect(rest.items).toMatchObject([{ type: 'hardware.deleted' }]);
    expect(rest).not.toHaveProperty('nextCursor');
  }
  await crowded.stop();
});

test('performance: a later beginning is read and not sorted out', async () => {
  world.calls.length = 0;
  await world.api.expect(200, 'GET', `/v1/users/${userId}/events?from=${at(180)}`);
  const late = world.calls.length;
  world.calls.length = 0;
  await world.api.expect(200, 'GET', `/v1/users/${userId}/events?limit=100`);
  expect(late).toBeLessThan(world.calls.length);
});

const refused: [string, Record<string, string>][] = [
  ['from', { from: 'yesterday' }],
  ['from', { from: '2026-03-02' }],
  ['from', { from: '2026-03-02T09:00:00' }],
  ['from', { from: '2026-02-30T09:00:00Z' }],
  ['to', { to: '2026-13-01T09:00:00Z' }],
  ['to', { to: '2026-03-02T25:00:00Z' }],
  ['to', { to: '1772442000000' }],
  ['to', { to: '' }],
  ['to', { from: at(3), to: at(2) }],
  ['to', { from: at(2), to: at(2) }],
  ['type', { type: 'no.such' }],
  ['type', { type: 'Account.disabled' }],
  ['type', { type: '' }],
  ['unknown', { unknown: 'x' }],
];
test.each(refused)('rule 13: %s is refused in %j', async (field, filter) => {
  for (const path of ['/v1/events', `/v1/users/${userId}/events`]) {
    const answer = await world.api.call('GET', `${path}?${new URLSearchParams(filter)}`);
    expectProblem(answer, 'invalid-request');
    expect(answer.body.errors[0].path).toBe(field);
  }
});

test("rule 13: a type that only users' lists hold is refused in the organisation's list, and the other way round", async () => {
  for (const query of ['type=verification.started', 'userId=a%20b', 'actor=']) {
    expectProblem(await world.api.call('GET', `/v1/events?${query}`), 'invalid-request');
  }
  const path = `/v1/users/${userId}/events`;
  for (const query of ['actor=operator:ada', `userId=${userId}`]) {
    expectProblem(await world.api.call('GET', `${path}?${query}`), 'invalid-request');
  }
  const started = await pages(path, { type: 'verification.started' });
  expect(started).toEqual(kept(own, { type: 'verification.started' }));
  expect(started).toHaveLength(14);
});

const event = fc.record({
  id: fc.string(),
  type: fc.constantFrom<EventType>(...organisationEventTypes),
  at: fc.nat(),
  actor: fc.constantFrom('operator:ada', 'operator:bob'),
  userId: fc.constantFrom('one', 'two'),
});

describe('P.20 whatever the event', () => {
  test('it fits a filter of its own members, and none that differs in one', () => {
    fc.assert(
      fc.property(event, fc.subarray(['type', 'actor', 'userId'] as const), (made, names) => {
        const filter = Object.fromEntries(names.map((name) => [name, made[name]]));
        expect(fitsFilter(made, filter)).toBe(true);
        expect(looksInside(filter)).toBe(names.length > 0);
        for (const name of names) expect(fitsFilter(made, { ...filter, [name]: 'x' })).toBe(false);
      }),
    );
  });
});
