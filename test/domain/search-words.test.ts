import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { createUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const unique = (): string => randomBytes(5).toString('hex');

async function found(query: string): Promise<string[]> {
  const { items } = await world.api.expect(200, 'GET', `/v1/users?query=${encodeURIComponent(query)}`);
  return items.map(({ userId }: { userId: string }) => userId);
}

test('3.11 a word longer than what a key holds finds its person', async () => {
  const long = `${unique()}${'x'.repeat(70)}`;
  const userId = await createUser(world, { displayName: long });
  expect(await found(long)).toEqual([userId]);
  expect(await found(long.slice(0, 65))).toEqual([userId]);
});

test('3.11 case and neighbours of a letter do not matter', async () => {
  const mark = unique();
  const userId = await createUser(world, { displayName: `${mark}Strauß ${mark}ΟΔΥΣΣΕΥΣ` });
  for (const query of [
    'STRAUSS',
    'strauß',
    'Straus',
    'οδυσ',
    'ΟΔΥΣ',
    'ΟΔΥΣΣ',
    'Οδυσσεύς'.normalize('NFD').replaceAll('\u0301', ''),
  ]) {
    expect(await found(mark + query), query).toEqual([userId]);
  }
});

test('3.11 two people whose words and ids run into one another are both found', async () => {
  const mark = unique();
  const other = `${mark}-o`;
  const create = (userId: string, displayName: string) =>
    world.api.expect(201, 'POST', '/v1/users', {
      body: { userId, displayName, email: `${mark}@example.org` },
    });
  await create(`x#${other}`, `w${mark}`);
  await create(other, `w${mark}#x`);
  expect((await found(`w${mark}`)).sort()).toEqual([other, `x#${other}`].sort());
});
