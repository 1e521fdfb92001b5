import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { toItem } from '../../lib/store/items.ts';
import { keys } from '../../lib/store/keys.ts';
import { readPolicy } from '../../lib/store/policy.ts';
import { useSettings } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { captureOutput } from '../support/output.ts';
import { attempt, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const providers = 1_100;

/** So many that what stands behind them, the settings among it, is beyond the first megabyte. */
async function writeProviders(): Promise<void> {
  const servers = Array.from({ length: 4 }, (_, i) => ({
    host: `${'h'.repeat(240)}${i}.example`,
    port: 1_812,
  }));
  const items = Array.from({ length: providers }, (_, i) => {
    const name = `p${String(i).padStart(5, '0')}`;
    return toItem({ ...keys.provider(name), name, kind: 'radius', servers, secret: new Uint8Array(64) });
  });
  for (let from = 0; from < items.length; from += 25) {
    const RequestItems = {
      [world.tableName]: items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })),
    };
    await world.client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

/** Lets the first page of the policy be read, and each later one come to an error. */
function failSecondPages(): () => void {
  world.client.middlewareStack.add(
    (next) => async (args) => {
      const { ExclusiveStartKey } = args.input as { ExclusiveStartKey?: { pk?: { S?: string } } };
      if (ExclusiveStartKey?.pk?.S === keys.settings().pk) {
        throw Object.assign(new Error('Failed'), { name: 'InternalServerError', $fault: 'server' });
      }
      return next(args);
    },
    { step: 'initialize', name: 'failSecondPages' },
  );
  return () => world.client.middlewareStack.remove('failSecondPages');
}

test('3.06 so many providers are taken as all functions can read every five seconds, and then they say so', async () => {
  const body = {
    kind: 'https',
    url: 'https://factor.example.org/ask',
    timeoutMilliseconds: 1_000,
    secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  };
  const put = (name: string) => world.api.call('PUT', `/v1/providers/${name}`, { body });
  for (let i = 0; i < 50; i++) expect(await put(`n${i}`)).toMatchObject({ status: 200 });
  const refused = await put('one-more');
  expectProblem(refused, 'not-allowed-in-state');
  expect(refused.body.detail).toContain('The maximum is 50 providers.');
  expect(await put('n7'), 'one that is there is changed all the same').toMatchObject({ status: 200 });
  await world.api.expect(204, 'DELETE', '/v1/providers/n0');
  expect(await put('one-more')).toMatchObject({ status: 200 });
  for (let i = 1; i < 50; i++) await world.api.expect(204, 'DELETE', `/v1/providers/n${i}`);
  await world.api.expect(204, 'DELETE', '/v1/providers/one-more');
});

test('1.17 a limit holds however much of the policy stands before it, and a page that fails is no policy', async () => {
  const { userId, secret } = await enrolledUser(world);
  await useSettings(world, { maximumInvalidAttempts: 1 });
  await writeProviders();
  world.advance(5);
  world.calls.length = 0;
  const policy = await readPolicy(world.services.table, true);
  expect(Object.keys(policy.providers)).toHaveLength(providers);
  expect(policy.settings.maximumInvalidAttempts).toBe(1);
  expect(world.calls.filter(({ name }) => name === 'Query').length, 'more than one page').toBeGreaterThan(1);

  const { verificationId } = await start(world, userId);
  const locked = await attempt(world, verificationId, wrongCode(secret, world.now));
  expect(locked.body.attemptsRemaining).toBe(0);

  world.advance(6);
  const mend = failSecondPages();
  const { release } = captureOutput();
  const answer = await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  release();
  expect(answer.status).toBe(503);
  mend();
  expect(await start(world, userId)).toMatchObject({ status: 'challenge' });
});
