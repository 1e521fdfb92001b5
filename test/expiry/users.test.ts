import { afterEach, describe, expect } from 'vitest';
import { day, iso, period, useSettings } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, enroll, enrolledUser } from '../support/people.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import { World } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';

interface Row {
  readonly userId: string;
  readonly displayName: string;
  readonly email: string;
  readonly enrollmentExpiresAt: string;
}

/** Users by the moment their period ends. */
const ends: { userId: string; at: number }[] = [];

/** 25 of one second among others: the order within a second must not lose anybody at the edge of a page. */
test.beforeAll(async ({ world }) => {
  const begin = async (count: number) => {
    for (const userId of await createUsers(world, count)) ends.push({ userId, at: world.now + period });
  };
  await begin(3);
  world.advance(day);
  await begin(25);
  world.advance(day);
  await createUser(world, { twoFactorRequired: false });
  await begin(4);
  world.advance(3 * day);
  await begin(2);
  await enrolledUser(world);
  world.advance(2 * day + 60 - 120);
  await world.drain();
});
afterEach(() => useSettings(world));

async function pages(query: string, limit: number): Promise<Row[][]> {
  const found: Row[][] = [];
  let cursor = '';
  do {
    const path = `/v1/expiry/users?limit=${limit}${query}${cursor}`;
    const { items, nextCursor = '' } = await world.api.expect(200, 'GET', path, { as: 'auditor' });
    found.push(items);
    cursor = nextCursor && `&cursor=${nextCursor}`;
  } while (cursor && found.length < 60);
  return found;
}

/** The users who expire after `from` and at or before `to`, in seconds from now; of one second in any order. */
const expected = (from: number, to: number) =>
  ends
    .filter(({ at }) => at > world.now + from && at <= world.now + to)
    .map(({ userId, at }) => `${iso(at)} ${userId}`)
    .sort();

const told = (rows: readonly Row[]) =>
  rows.map(({ userId, enrollmentExpiresAt }) => `${enrollmentExpiresAt} ${userId}`);

describe.each([
  ['24 hours', 24, 0],
  ['3 days', 72, 0],
  ['a week', 168, 0],
  ['30 days', 720, 0],
])('N.05 within %s', (_, hours) => {
  test.each([1, 7, 25, 100])('everybody is listed once, soonest first, %i at a time', async (limit) => {
    const found = await pages(`&withinHours=${hours}`, limit);
    const rows = found.flat();
    expect(told(rows).sort()).toEqual(expected(0, hours * 3_600));
    const times = rows.map(({ enrollmentExpiresAt }) => enrollmentExpiresAt);
    expect(times).toEqual([...times].sort());
    for (const page of found.slice(0, -1)) expect(page).toHaveLength(limit);
  });
});

test.each([1, 2, 100])('N.05 with 0 hours those overdue are listed, %i at a time', async (limit) => {
  const rows = (await pages('&withinHours=0', limit)).flat();
  expect(rows).toHaveLength(3);
  expect(told(rows).sort()).toEqual(expected(-period, 0));
});

test('N.05 the default is a day, and a user is listed with name and address', async () => {
  const [rows = []] = await pages('', 100);
  expect(rows).toHaveLength(25);
  const [{ userId = '', ...row } = {} as Row] = rows;
  expect(row).toEqual({
    displayName: `Person ${userId}`,
    email: `${userId}@example.org`,
    enrollmentExpiresAt: iso(ends[3]?.at ?? 0),
  });
});

test('N.05 the lists are as long as the counts say', async () => {
  const { overdue, forecast } = await world.api.expect(200, 'GET', '/v1/expiry');
  const length = async (hours: number) => (await pages(`&withinHours=${hours}`, 100)).flat().length;
  expect(await length(0)).toBe(overdue);
  expect(await length(24)).toBe(forecast.in24Hours);
  expect(await length(72)).toBe(forecast.in3Days);
  expect(await length(168)).toBe(forecast.in7Days);
});

test('N.05 while pages are turned the clock goes on: who has become overdue is not among them, and nobody is twice', async () => {
  const first = await world.api.expect(200, 'GET', '/v1/expiry/users?withinHours=720&limit=10');
  world.advance(day);
  const path = `/v1/expiry/users?withinHours=720&limit=100&cursor=${first.nextCursor}`;
  const rest = await world.api.expect(200, 'GET', path);
  const later = expected(0, 720 * 3_600);
  expect(told(rest.items).sort()).toEqual(later);
  expect(first.items.map(({ userId }: Row) => userId)).not.toContain(rest.items[0].userId);
});

test('N.05 without a limited period nobody expires', async () => {
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  for (const hours of [0, 24, 720]) {
    expect((await pages(`&withinHours=${hours}`, 100)).flat()).toEqual([]);
  }
});

test('N.05 who enrolls, or is found by the sweep, is listed no more', async () => {
  const other = await World.start();
  const userId = await createUser(other);
  const late = await createUser(other);
  other.advance(period - day);
  const list = async (hours: number) =>
    (await other.api.expect(200, 'GET', `/v1/expiry/users?withinHours=${hours}`)).items.map(
      (row: Row) => row.userId,
    );
  expect((await list(48)).sort()).toEqual([late, userId].sort());
  await enroll(other, userId);
  expect(await list(48)).toEqual([late]);
  other.advance(day);
  expect(await list(0)).toEqual([late]);
  await sweep(other);
  expect(await list(0)).toEqual([]);
  await other.stop();
});

test('N.05 nobody is lost when the last one of a page leaves the list before the next is asked for', async () => {
  const other = await World.start();
  const userIds = await createUsers(other, 30);
  const found: string[] = [];
  let cursor = '';
  for (let page = 0; page < 40; page++) {
    const path = `/v1/expiry/users?withinHours=720&limit=1${cursor}`;
    const { items, nextCursor } = await other.api.expect(200, 'GET', path);
    found.push(...items.map((row: Row) => row.userId));
    if (!nextCursor) break;
    const last = found.at(-1) ?? '';
    const body = { twoFactorRequired: false };
    await other.api.expect(200, 'PATCH', `/v1/users/${last}`, { body });
    cursor = `&cursor=${nextCursor}`;
  }
  expect(found.sort()).toEqual(userIds.sort());
  await other.stop();
});

test.each(['-1', '721', '1.5', 'x', '', '1000', '２４'])(
  'rule 13: %j hours are refused',
  async (withinHours) => {
    const query = new URLSearchParams({ withinHours });
    const answer = await world.api.call('GET', `/v1/expiry/users?${query}`);
    expectProblem(answer, 'invalid-request');
    expect(answer.body.errors[0].path).toBe('withinHours');
  },
);

const encode = (text: string): string => Buffer.from(text).toString('base64url');

test.each(['', 'x', '1', '#', '99999999999#a', '-1#a', '1#', '1#a\u0000', `1#${'a'.repeat(65)}`])(
  'rule 13: the cursor of %j is refused',
  async (text) => {
    const answer = await world.api.call('GET', `/v1/expiry/users?cursor=${encode(text)}`);
    expectProblem(answer, 'invalid-request');
    expect(answer.body.errors[0].path).toBe('cursor');
  },
);

test.each(['0#somebody', '9999999999#somebody', '1772442000#ann#b'])(
  'rule 13: the cursor of %j, made up, gives a page and no fault',
  async (text) => {
    for (const hours of [0, 720]) {
      const path = `/v1/expiry/users?withinHours=${hours}&cursor=${encode(text)}`;
      expect(await world.api.call('GET', path)).toMatchObject({ status: 200 });
    }
  },
);
