import { expect } from 'vitest';
import { defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, enrolledUser, newId } from '../support/people.ts';
import { createUsers } from '../support/sweep.ts';
import { test, world } from '../support/world-test.ts';

async function ids(search: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '100', ...search, ...(cursor ? { cursor } : {}) });
    const page = await world.api.expect(200, 'GET', `/v1/users?${query}`);
    found.push(...page.items.map(({ userId }: { userId: string }) => userId));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

const patch = (userId: string, body: object) =>
  world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body });

/** One person of every kind, in a class of their own so that others do not matter. */
async function everybody() {
  const name = await defineClass(world);
  const own = { class: name };
  const [none, pending, free] = await Promise.all([
    createUser(world, own),
    createUser(world, own),
    createUser(world, { ...own, twoFactorRequired: false }),
  ]);
  const [enrolled, disabled, freed] = [
    await enrolledUser(world, own),
    await enrolledUser(world, own),
    await enrolledUser(world, own),
  ];
  await world.api.expect(200, 'PUT', `/v1/users/${pending}/totp`, { body: {} });
  await world.api.expect(200, 'POST', `/v1/users/${disabled.userId}/tokens/${disabled.tokenId}/disable`, {
    body: { confirmNoActiveToken: true },
  });
  await patch(freed.userId, { twoFactorRequired: false });
  return {
    name,
    none,
    pending,
    free,
    enrolled: enrolled.userId,
    disabled: disabled.userId,
    letOff: freed.userId,
  };
}

test('3.11 persons are narrowed by TOTP, questions and MFA, each yes, no or partly', async () => {
  const { name, none, pending, free, enrolled, disabled, letOff } = await everybody();
  const of = async (search: Record<string, string>) => (await ids({ class: name, ...search })).sort();
  expect(await of({ totp: 'Y' })).toEqual([enrolled, letOff].sort());
  expect(await of({ totp: 'S' })).toEqual([pending, disabled].sort());
  expect(await of({ totp: 'N' })).toEqual([none, free].sort());
  expect(await of({ questions: 'Y' })).toEqual([]);
  expect(await of({ questions: 'N' })).toHaveLength(6);
  expect(await of({ mfa: 'Y' })).toEqual([enrolled, disabled].sort());
  expect(await of({ mfa: 'S' })).toEqual([none, pending].sort());
  expect(await of({ mfa: 'N' })).toEqual([free, letOff].sort());
  expect(await of({ mfa: 'N', totp: 'Y' })).toEqual([letOff]);
  expect(await of({ mfa: 'Y', totp: 'S', stage: 'enrolled' })).toEqual([disabled]);
  expect(await of({ mfa: 'Y', stage: 'not-enrolled' })).toEqual([]);
});

test('3.11 the same without a class, from the lists of the stages, on pages of every size', async () => {
  await createUsers(world, 7, { twoFactorRequired: false });
  await createUsers(world, 5);
  const all = await ids({});
  const parts = await Promise.all(['Y', 'S', 'N'].map((mfa) => ids({ mfa })));
  expect(parts.flat().sort()).toEqual(all.sort());
  for (const mfa of ['S', 'N']) {
    const whole = await ids({ mfa });
    expect(await ids({ mfa, limit: '2' })).toEqual(whole);
    expect(await ids({ mfa, totp: 'N', limit: '3' })).toEqual(await ids({ mfa, totp: 'N' }));
  }
});

test('0.09 who has expired is partly there: required, and not enrolled', async () => {
  const userId = await createUser(world);
  world.advance(8 * 86_400);
  expect(await ids({ mfa: 'S' })).toContain(userId);
});

test('3.11 persons are narrowed by the beginning of the user profile, and by nothing else that begins so', async () => {
  const mark = newId('P').toUpperCase();
  const one = await createUser(world, { defaultUserId: `${mark}ONE` });
  const two = await createUser(world, { defaultUserId: `${mark} two` });
  const named = await createUser(world, { displayName: `${mark}ONE` });
  expect((await ids({ userProfile: mark })).sort()).toEqual([one, two].sort());
  expect(await ids({ userProfile: `${mark.toLowerCase()}o` })).toEqual([one]);
  expect(await ids({ userProfile: `${mark} t` })).toEqual([two]);
  expect(await ids({ userProfile: 'two' })).not.toContain(two);
  expect((await ids({ query: mark })).sort()).toEqual([one, two, named].sort());
  expect(await ids({ query: one, userProfile: mark })).toEqual([one]);
  await patch(one, { defaultUserId: null });
  expect(await ids({ userProfile: mark })).toEqual([two]);
});

test('3.10 *DFT is whoever names no other class, *NEVER whoever is in it', async () => {
  const name = await defineClass(world);
  const [silent, said, never, other] = await Promise.all([
    createUser(world),
    createUser(world, { class: '*DFT' }),
    createUser(world, { class: '*NEVER' }),
    createUser(world, { class: name }),
  ]);
  const usual = await ids({ class: '*DFT' });
  expect(usual).toEqual(expect.arrayContaining([silent, said]));
  for (const userId of [never, other]) expect(usual).not.toContain(userId);
  expect(await ids({ class: '*NEVER' })).toContain(never);
  expect(await ids({ class: name })).toEqual([other]);
});

test.each(['totp=y', 'totp=', 'questions=X', 'mfa=true', 'userProfile=', 'class=*dft', 'qst=Y'])(
  'rule 13: no list is narrowed by %s',
  async (query) => {
    expectProblem(await world.api.call('GET', `/v1/users?${query}`), 'invalid-request');
  },
);

test('1.09 a page costs the same however many persons there are', async () => {
  const name = await defineClass(world);
  const fields = { class: name, displayName: 'Same Name', twoFactorRequired: false };
  await createUsers(world, 60, fields);
  const cost = async (query: string): Promise<number> => {
    const from = world.calls.length;
    await world.api.expect(200, 'GET', `/v1/users?limit=10&class=${name}&${query}`);
    expect(world.calls.slice(from).map(({ name }) => name)).not.toContain('Scan');
    return world.calls.slice(from).reduce((sum, { read }) => sum + read, 0);
  };
  const before = [await cost('totp=N'), await cost('mfa=N')];
  await createUsers(world, 40, fields);
  // The list itself is read 100 entries at a time.
  expect(await cost('totp=N')).toBeLessThanOrEqual((before[0] ?? 0) + 0.5);
  expect(await cost('mfa=N')).toBeLessThanOrEqual((before[1] ?? 0) + 0.5);
});
