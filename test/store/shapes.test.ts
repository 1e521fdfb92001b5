import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect } from 'vitest';
import { inPresentShape, shape } from '../../lib/store/shapes.ts';
import { captureOutput } from '../support/output.ts';
import { appCode, attempt, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

describe('an item in the shape of an earlier version', () => {
  const slot = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

  test('is brought to the present one step by step, and one of the present shape stays as it is', () => {
    const first = { version: 3, sessions: { AAAAAAAAAAAAAAAAAAAAAA: 'of 0.1', [slot]: 'of today' } };
    const present = { version: 3, epoch: 0, sessions: { [slot]: 'of today' } };
    expect(inPresentShape(first)).toEqual(present);
    expect(inPresentShape({ ...present, shape })).toEqual({ ...present, shape });
  });

  test('gets its number with the first whole writing of the item', async () => {
    const { userId } = await enrolledUser(world);
    const state = (await world.everything()).find(
      ({ pk, sk }) => pk?.S === `USER#${userId}` && sk?.S === 'STATE',
    );
    expect(state?.['shape']).toEqual({ N: String(shape) });
  });
});

test('an item of a newer version decides nothing: no sign-in goes through, and nothing is written', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const mine = ({ pk, sk }: Record<string, { S?: string }>) =>
    pk?.S === `USER#${userId}` && sk?.S === 'STATE';
  const state = (await world.everything()).find((item) => mine(item as never));
  const newer = { ...state, shape: { N: String(shape + 1) } };
  await world.client.send(new PutItemCommand({ TableName: world.tableName, Item: newer as never }));
  const { written, release } = captureOutput();
  const answer = await attempt(world, verificationId, appCode(secret, world.now)).finally(release);
  expect(answer.status).toBe(500);
  expect(JSON.stringify(written)).toContain('UnknownShape');
  expect((await world.everything()).find((item) => mine(item as never))).toEqual(newer);
  expect(() => inPresentShape({ shape: shape + 1 })).toThrow('Deploy the version that wrote it');
});
