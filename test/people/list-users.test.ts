import { expect } from 'vitest';
import { day, period } from '../support/accounts.ts';
import { defineClass } from '../support/classes.ts';
import { createUser, enrolledUser, newId } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

interface Row {
  readonly userId: string;
  readonly stage: string;
}

async function page(search: Record<string, string>): Promise<{ items: Row[]; nextCursor?: string }> {
  return world.api.expect(200, 'GET', `/v1/users?${new URLSearchParams(search)}`);
}

/** Every page of a list, and how many users each held. */
async function all(search: Record<string, string>): Promise<{ ids: string[]; sizes: number[]; rows: Row[] }> {
  const rows: Row[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page({ ...search, ...(cursor ? { cursor } : {}) });
    rows.push(...items);
    sizes.push(items.length);
    cursor = nextCursor;
  } while (cursor);
  return { ids: rows.map(({ userId }) => userId), sizes, rows };
}

const some = (count: number, fields: (i: number) => object = () => ({})): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => createUser(world, fields(i))));

test('3.11 pages of every size hold every user once, in one order', async () => {
  const name = newId('paged');
  const ids = await some(12, () => ({ displayName: `${name} person` }));
  const whole = await all({ query: name });
  expect([...whole.ids].sort()).toEqual([...ids].sort());
  for (const limit of ['1', '5', '11', '12', '100']) {
    const paged = await all({ query: name, limit });
    expect(paged.ids).toEqual(whole.ids);
    expect(Math.max(...paged.sizes)).toBe(Math.min(12, Number(limit)));
  }
});

test('3.11 the list of all is in the order of the ids, whatever script they are written in', async () => {
  const prefix = newId('z');
  const ids = [...'AbʼЖ字ｆ𝔘'].map((letter) => `${letter}${prefix}`);
  for (const userId of ids) {
    await world.api.expect(201, 'POST', '/v1/users', {
      body: { userId, displayName: prefix, email: 'a@b.example' },
    });
  }
  const { ids: listed } = await all({ limit: '1' });
  expect(listed.filter((id) => id.endsWith(prefix))).toEqual(ids);
});

test('3.11 a search finds the beginning of any word of id, name, address and numbers, in any case', async () => {
  const mark = newId('m');
  const userId = await createUser(world, {
    displayName: `Ørsted ${mark}name`,
    email: `${mark}mail@example.org`,
    familyName: `${mark}family`,
    firstName: `${mark}first`,
    externalId: `${mark}ext`,
    employeeNumber: `${mark}emp`,
  });
  for (const end of ['name', 'mail@ex', 'family', 'first', 'ext', 'emp', '']) {
    expect((await page({ query: `${mark}${end}`.toUpperCase() })).items.map((row) => row.userId)).toEqual([
      userId,
    ]);
  }
  expect((await page({ query: `ørs ${mark}fam` })).items).toHaveLength(1);
  for (const query of [`${mark}other`, `${mark}name nobody`, `name${mark}`]) {
    expect((await page({ query })).items).toEqual([]);
  }
});

test('3.11 a user with many words that begin alike is shown once, on every page size', async () => {
  const mark = newId('q');
  await some(3, (i) => ({
    displayName: `${mark}a ${mark}b ${mark}c${i}`,
    firstName: mark,
    familyName: `${mark}z`,
  }));
  expect((await all({ query: mark })).ids).toHaveLength(3);
  expect(new Set((await all({ query: mark, limit: '1' })).ids).size).toBe(3);
});

test('3.11 filters narrow each other: class, stage and text', async () => {
  const mark = newId('f');
  const className = await defineClass(world, {}, `Class ${mark}`);
  const plain = await createUser(world, { class: className, displayName: `${mark} one` });
  const free = await createUser(world, {
    class: className,
    twoFactorRequired: false,
    displayName: `${mark} two`,
  });
  const { userId: enrolled } = await enrolledUser(world, { class: className, displayName: `${mark} three` });
  const elsewhere = await createUser(world, { displayName: `${mark} one` });
  const ids = async (search: Record<string, string>): Promise<string[]> => (await all(search)).ids.sort();
  expect(await ids({ class: className })).toEqual([plain, free, enrolled].sort());
  expect(await ids({ class: className, stage: 'enrolled' })).toEqual([enrolled]);
  expect(await ids({ class: className, stage: 'not-required' })).toEqual([free]);
  expect(await ids({ class: className, query: `${mark} o` })).toEqual([plain]);
  expect(await ids({ query: `${mark} one` })).toEqual([plain, elsewhere].sort());
  expect(await ids({ query: mark, stage: 'not-enrolled' })).toEqual([plain, elsewhere].sort());
  expect(await ids({ class: 'Nobody has this class' })).toEqual([]);
});

test('D1 the stage is computed by the clock: users expire in the list without a sweep', async () => {
  const mark = newId('e');
  const early = await createUser(world, { displayName: mark });
  world.advance(day);
  const late = await createUser(world, { displayName: mark });
  const { userId: enrolled } = await enrolledUser(world, { displayName: mark });
  const ids = async (stage: string): Promise<string[]> =>
    (await all({ stage, limit: '2' })).ids.filter((id) => [early, late, enrolled].includes(id));
  const standing = async () => [await ids('not-enrolled'), await ids('expired'), await ids('enrolled')];
  expect(await standing()).toEqual([[early, late], [], [enrolled]]);
  world.advance(period - day - 121);
  expect(await standing()).toEqual([[early, late], [], [enrolled]]);
  world.advance(1);
  expect(await standing()).toEqual([[late], [early], [enrolled]]);
  expect((await page({ query: early })).items[0]).toMatchObject({ stage: 'expired' });
  world.advance(day);
  expect(await standing()).toEqual([[], [early, late], [enrolled]]);
  // Found expired at a sign-in: it stays in that list, once.
  await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId: late } });
  expect((await standing())[1]?.sort()).toEqual([early, late].sort());
});
