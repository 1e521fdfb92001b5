import { expect } from 'vitest';
import { contendersOf } from '../../bench/naive/contenders.ts';
import { test, world } from '../support/world-test.ts';

let naive: Awaited<ReturnType<typeof contendersOf>>['naive'];
test.beforeAll(async ({ world }) => {
  ({ naive } = await contendersOf(world.services, 2));
});

test('performance: the naive reference works: it accepts a code once, also of sixteen callers', async () => {
  await naive.open();
  const tries = await Promise.allSettled(Array.from({ length: 16 }, () => naive.verify(0)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await naive.open();
  await expect(naive.verify(0)).rejects.toThrow('401');
  world.advance(30);
  await naive.verify(0);
});

test('performance: the naive reference refuses wrong codes, and locks after five', async () => {
  await naive.open();
  for (let guess = 0; guess < 5; guess++) await expect(naive.verify(1, 'wrong!')).rejects.toThrow('401');
  await expect(naive.verify(1)).rejects.toThrow('423');
});
