import { describe, expect, test } from 'vitest';
import { type Progress, replaceAll } from '../../web/console/pages/token-types/replacement.ts';

const steps = [
  { users: 50, tokens: 60, skipped: [], nextCursor: 'a' },
  { users: 49, tokens: 49, skipped: [{ userId: 'root', code: 'forbidden' }], nextCursor: 'b' },
  { users: 1, tokens: 1, skipped: [] },
];

async function run(expected: number, stopAfter = Number.POSITIVE_INFINITY) {
  const asked: (string | undefined)[] = [];
  const told: Progress[] = [];
  await replaceAll(
    async (cursor) => {
      asked.push(cursor);
      return steps[asked.length - 1] ?? { users: 0, tokens: 0, skipped: [] };
    },
    expected,
    (progress) => told.push(progress),
    () => asked.length >= stopAfter,
  );
  return { asked, told };
}

describe('N.10 replacing a type', () => {
  test('goes on from step to step, and tells how far it is and who was skipped', async () => {
    const { asked, told } = await run(101);
    expect(asked).toEqual([undefined, 'a', 'b']);
    expect(told.map(({ percent }) => percent)).toEqual([49, 99, 100]);
    expect(told.at(-1)).toMatchObject({ users: 100, tokens: 110, finished: true });
    expect(told.at(-1)?.skipped).toEqual([{ userId: 'root', code: 'forbidden' }]);
  });

  test('is full only at its end, however few were counted', async () => {
    const { told } = await run(1);
    expect(told.map(({ percent }) => percent)).toEqual([99, 99, 100]);
  });

  test('stops between two steps, and says that it is not finished', async () => {
    const { asked, told } = await run(101, 2);
    expect(asked).toHaveLength(2);
    expect(told.at(-1)?.finished).toBe(false);
  });
});
