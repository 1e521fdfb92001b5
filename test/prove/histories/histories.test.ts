import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { World } from '../../support/world.ts';
import { type Account, accountModel, type Input, type Output } from './account.ts';
import { faultyHistories } from './faulty.ts';
import { type Called, linearize } from './linearize.ts';
import { acceptAgain, startDisabled } from './planted.ts';
import type { History } from './record.ts';

const seed = Number(process.env['COUNTERSIGN_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const outcomeOf = ({ initial, calls }: History) => linearize(accountModel(initial), calls).outcome;

describe('G6 the checker knows', () => {
  const at = 1_800_000_000;
  const step = at / 30;
  const initial: Account = {
    enabled: true,
    lastStep: step - 10,
    spent: [],
    failed: { row: 0, day: 0, until: 0, backup: 0 },
    sessions: {},
  };
  const start = (verification: string): Input => ({ kind: 'start', verification, at });
  const type = (verification: string, key: string): Input =>
    ({ kind: 'attempt', verification, key, typed: 'code', step, at }) as const;
  const disable: Input = { kind: 'disable', at };
  const remaining: Readonly<Record<string, number>> = { 'invalid-code': 4, challenge: 5 };
  const call = (input: Input, from: number, to: number, told?: string): Called<Input, Output> => {
    if (told === undefined) return { input, from, to: Number.POSITIVE_INFINITY };
    const left = remaining[told];
    return { input, from, to, output: { told, ...(left === undefined ? {} : { remaining: left }) } };
  };
  const two = [call(start('a'), 0, 1, '201'), call(start('b'), 2, 3, '201')];

  const sound: Readonly<Record<string, Called<Input, Output>[]>> = {
    'a code that one of two attempts learns is right': [
      ...two,
      call(type('a', '1'), 4, 7, 'invalid-code'),
      call(type('b', '2'), 5, 6, '200'),
    ],
    'a code that is spent by an attempt without an answer': [
      ...two,
      call(type('a', '1'), 4, 0),
      call(type('b', '2'), 5, 6, 'invalid-code'),
    ],
    'the same attempt twice, told the same': [
      ...two,
      call(type('a', '1'), 4, 5, '200'),
      call(type('a', '1'), 6, 7, '200'),
    ],
    'an account that is enabled after it was disabled, by who asked before that': [
      call({ kind: 'enable', at }, 0, 5, '200'),
      call(disable, 1, 2, '200'),
      call(start('a'), 6, 7, '201'),
    ],
    'a start while it is being disabled': [call(disable, 0, 3, '200'), call(start('a'), 1, 2, '201')],
  };
  test.each(Object.entries(sound))('%s is right', (_what, calls) => {
    expect(outcomeOf({ initial, calls })).toBe('linearizable');
  });

  const broken: Readonly<Record<string, Called<Input, Output>[]>> = {
    'a code that is accepted twice': [
      ...two,
      call(type('a', '1'), 4, 7, '200'),
      call(type('b', '2'), 5, 6, '200'),
    ],
    'a right code that is refused though nobody spent it': [
      ...two,
      call(type('a', '1'), 4, 5, 'invalid-code'),
      call(type('b', '2'), 6, 7, '200'),
    ],
    'a start after it was disabled': [call(disable, 0, 1, '200'), call(start('a'), 2, 3, '201')],
    'a read that knows nothing of an acknowledged verdict': [
      ...two,
      call(type('a', '1'), 4, 5, '200'),
      call({ kind: 'read', verification: 'a', at }, 6, 7, 'challenge'),
    ],
  };
  test.each(Object.entries(broken))('%s is not', (_what, calls) => {
    expect(outcomeOf({ initial, calls })).toBe('not linearizable');
  });
});

describe(`G6 eight clients at one account, through faults (seed ${seed})`, () => {
  let world: World;
  const histories: History[] = [];
  beforeAll(async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    world = await World.start();
    await faultyHistories(world, seed, async (record) => {
      for (let i = 0; i < 2; i++) histories.push(await record({ clients: 8, operations: 6 }));
    });
  });
  afterAll(() => world.stop());

  test('their answers could have been given one after the other', () => {
    expect(histories.map(outcomeOf)).toEqual(['linearizable', 'linearizable']);
  });

  test('a planted fault in their answers is found', () => {
    const [first] = histories;
    const faulty = [first && acceptAgain(first), first && startDisabled(first)].filter(
      (one) => one !== undefined,
    );
    expect(faulty.length).toBeGreaterThan(0);
    expect(new Set(faulty.map(outcomeOf))).toEqual(new Set(['not linearizable']));
  });
});
