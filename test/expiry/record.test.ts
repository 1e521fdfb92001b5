import { afterEach, expect, vi } from 'vitest';
import { definition } from '../../functions/expire.ts';
import { countEvents, period, stageOf } from '../support/accounts.ts';
import { callsMade } from '../support/calls.ts';
import { failCalls } from '../support/faults.ts';
import { createUser } from '../support/people.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

afterEach(async () => {
  vi.restoreAllMocks();
});

const expiry = () => world.api.expect(200, 'GET', '/v1/expiry');

/** Metrics of this name that were written since. */
function watchMetrics() {
  const write = vi.spyOn(process.stdout, 'write');
  return (name: string): number =>
    write.mock.calls.filter(([line]) => String(line).includes(`"Name":"${name}"`)).length;
}

test('N.06 a record that cannot be written does not fail the sweep, and is reported by a metric', async () => {
  const userId = await createUser(world);
  world.advance(period);
  const metrics = watchMetrics();
  failCalls(world, 'PutItem', 1_000);
  expect(await sweep(world)).toMatchObject({ due: 1, expired: 1, refused: false });
  expect(metrics('SweepRunsUnrecorded')).toBe(1);
  expect(metrics('EnrollmentsExpired')).toBe(1);
  expect(await stageOf(world, userId)).toBe('expired');
  expect(await expiry()).toMatchObject({ overdue: 0, lastRun: null, runs: [] });
});

test('N.06 a record whose answer never comes is given up after a second', async () => {
  await createUser(world);
  world.advance(period);
  const metrics = watchMetrics();
  const { requestHandler } = world.client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  vi.spyOn(requestHandler, 'handle').mockImplementation((request, options) => {
    if (!request.headers['x-amz-target']?.endsWith('PutItem')) return handle(request, options);
    const { abortSignal: signal } = options as { abortSignal: AbortSignal };
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(Object.assign(new Error(), { name: 'AbortError' })));
    });
  });
  expect(await sweep(world)).toMatchObject({ due: 1, expired: 1 });
  expect(metrics('SweepRunsUnrecorded')).toBe(1);
});

test('rule 11: a refusal whose event cannot be written is no quiet one', async () => {
  await createUsers(world, 21);
  world.advance(period);
  failCalls(world, 'PutItem', 3);
  await expect(sweep(world)).rejects.toThrow('Failed');
  expect(await expiry()).toMatchObject({ lastRun: null, runs: [] });
  expect(await sweep(world)).toMatchObject({ refused: true });
  expect(await expiry()).toMatchObject({ lastRun: { refused: true }, runs: [{ refused: true }] });
});

test('N.06, rule 11 each refusal is one event and one run, however often the stream repeats', async () => {
  await createUsers(world, 21);
  world.advance(period);
  await sweep(world);
  world.advance(300);
  await sweep(world);
  await world.drain();
  await world.drainAgain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?type=sweep.refused');
  expect(items).toHaveLength(2);
  expect((await expiry()).runs).toHaveLength(2);
});

test('N.06 a run in which one user failed is kept with those it expired, and still fails', async () => {
  const [broken = '', ...rest] = await createUsers(world, 3);
  world.advance(period);
  world.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const { Key } = args.input as { Key?: { pk?: { S?: string } } };
        if (commandName === 'UpdateItemCommand' && Key?.pk?.S === `USER#${broken}`) throw new Error('broken');
        return next(args);
      },
    { step: 'initialize', name: 'break' },
  );
  await expect(sweep(world)).rejects.toThrow('broken');
  expect(await expiry()).toMatchObject({ lastRun: { due: 3, expired: 2 }, overdue: 1 });
  for (const userId of rest) expect(await countEvents(world, userId, 'enrollment.expired')).toBe(1);
  world.client.middlewareStack.remove('break');
});

test('rule 12: the sweep makes the calls that its role allows, with the record of its runs too', async () => {
  await createUsers(world, 2);
  world.advance(period);
  await world.drain();
  const since = world.calls.length;
  await sweep(world);
  await sweep(world);
  const made = callsMade(world, since);
  expect(made.filter((name) => !definition.needs.table.includes(name as never))).toEqual([]);
  expect(made).toContain('PutItem');
});

test('performance: the record is two writes of a run that found somebody, and one of a run that did not', async () => {
  await createUser(world);
  world.advance(period);
  await world.drain();
  const puts = async () => {
    const since = world.calls.length;
    await sweep(world);
    return world.calls.slice(since).filter(({ name }) => name === 'PutItem').length;
  };
  expect(await puts()).toBe(2);
  expect(await puts()).toBe(1);
});
