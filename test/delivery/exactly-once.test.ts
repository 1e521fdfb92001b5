import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { recordChange, type TableChange } from '../../lib/actions/audit/record-event.ts';
import { order } from '../support/accounts.ts';
import { environmentWith } from '../support/environment.ts';
import { itemsOf } from '../support/faults.ts';
import { mailsTo, messagesOf } from '../support/outbox.ts';
import { captureOutput } from '../support/output.ts';
import { appCode, attempt, enroll, enrolledUser, newId, start, wrongCode } from '../support/people.ts';
import { World } from '../support/world.ts';

const worlds: World[] = [];
let world: World;
beforeEach(async () => {
  world = await World.start();
  worlds.push(world);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(worlds.map((one) => one.stop()));
});

const stateOf = async (userId: string) => (await itemsOf(world, userId)).find(({ sk }) => sk?.S === 'STATE');

/** The life of a user as the table's stream tells it: each write of STATE with the one before it. */
async function changesOf(userId: string): Promise<TableChange[]> {
  const changes: TableChange[] = [];
  const after = async (operation: () => Promise<unknown>): Promise<void> => {
    const before = await stateOf(userId);
    await operation();
    changes.push({ before, after: await stateOf(userId) });
  };
  const body = { userId, displayName: 'Ada', email: `${userId}@example.org` };
  await after(() => world.api.expect(201, 'POST', '/v1/users', { body }));
  await after(() => start(world, userId));
  await after(() => order(world, userId, 'disable'));
  await after(() => order(world, userId, 'enable'));
  await after(() => world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} }));
  await after(() => order(world, userId, 'reset'));
  return changes;
}

/** Like the stream: what fails is delivered again. */
async function tell(change: TableChange): Promise<unknown> {
  return recordChange(world.services.table, change).catch(() => tell(change));
}

async function expectOnce(userId: string): Promise<void> {
  const audit = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith(`AUDIT#${userId}#`));
  const types = audit.map(({ type }) => type?.S ?? '').filter((type) => !type.startsWith('message.'));
  expect(types.sort()).toEqual([
    'account.disabled',
    'account.enabled',
    'enrollment.reset',
    'link.sent',
    'user.created',
  ]);
  const { enrollmentRate, statusBreakdown } = await world.api.expect(200, 'GET', '/v1/overview');
  expect(enrollmentRate).toEqual({ enrolled: 0, active: 1 });
  expect(statusBreakdown).toEqual({ enrolled: 0, pending: 0, notStarted: 1 });
  const notices = (await messagesOf(world, userId)).filter(({ template }) => template !== 'setup-link');
  expect(notices.map(({ template }) => template).sort()).toEqual([
    'account-disabled',
    'account-enabled',
    'reset',
  ]);
}

describe('rule 11: what the stream tells of a change is recorded once', () => {
  test('G4 however often it is delivered at the same time', async () => {
    const userId = newId();
    for (const change of await changesOf(userId)) {
      await Promise.all(Array.from({ length: 12 }, () => tell(change)));
    }
    await expectOnce(userId);
  });

  test('G4 in whatever order, and again after everything else', async () => {
    const userId = newId();
    const changes = await changesOf(userId);
    const shuffled = fc.sample(fc.shuffledSubarray(changes, { minLength: changes.length }), 3).flat();
    for (const change of shuffled) await tell(change);
    await expectOnce(userId);
  });

  test('G4 and again with the real stream: one event, one count, one mail', async () => {
    const userId = newId();
    const changes = await changesOf(userId);
    await world.drain();
    for (const change of changes) await tell(change);
    await world.drain();
    await expectOnce(userId);
    expect(mailsTo(world, userId).filter(({ subject }) => subject.includes('was reset'))).toHaveLength(1);
  });

  test('a write that changes nothing of the event is not told again', async () => {
    const userId = newId();
    await changesOf(userId);
    const after = await stateOf(userId);
    expect(await recordChange(world.services.table, { before: after, after })).toBeUndefined();
    expect(await recordChange(world.services.table, { before: after, after: undefined })).toBeUndefined();
  });
});

describe('the record function', () => {
  test('rule 12: reports only what failed, and records the rest of the batch', async () => {
    const environment = environmentWith({ TABLE_NAME: world.tableName });
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const endpoint = await world.client.config.endpoint?.();
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${endpoint?.hostname}:${endpoint?.port}`);
    const { handler } = await import('../../functions/record.ts');
    const userId = newId();
    const records = (await changesOf(userId)).map(({ before, after }, i) => ({
      dynamodb: { SequenceNumber: `${i}`, OldImage: before, NewImage: after },
    }));
    const broken = { dynamodb: { SequenceNumber: 'broken', NewImage: { event: { M: { id: { S: 'x' } } } } } };
    const { written, release } = captureOutput();
    let failed = await handler({ Records: [broken, ...records] } as never).finally(release);
    expect(failed.batchItemFailures).toContainEqual({ itemIdentifier: 'broken' });
    expect(written.length).toBeGreaterThan(0);
    for (let i = 0; failed.batchItemFailures.length > 1 && i < 20; i++) {
      failed = await handler({ Records: records } as never);
    }
    await expectOnce(userId);
  });
});

test('the dashboard counts every sign-in and every refused code once, by the reason, also when the stream repeats itself', async () => {
  const environment = environmentWith({ TABLE_NAME: world.tableName, METRIC_NAMESPACE: 'acme-mfa' });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const endpoint = await world.client.config.endpoint?.();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${endpoint?.hostname}:${endpoint?.port}`);
  const { handler } = await import('../../functions/record.ts');
  await world.drain();
  const { userId, secret } = await enrolledUser(world);
  const wrong = await start(world, userId);
  await attempt(world, wrong.verificationId, wrongCode(secret, world.now));
  world.advance(30);
  const code = appCode(secret, world.now);
  const right = await start(world, userId);
  expect(await attempt(world, right.verificationId, code)).toMatchObject({ status: 200 });
  const again = await start(world, userId);
  await attempt(world, again.verificationId, code);
  const Records = (await world.nextChanges()).map(({ before, after }, i) => ({
    dynamodb: { Keys: { pk: after?.['pk'] }, SequenceNumber: `${i}`, OldImage: before, NewImage: after },
  }));
  const { written, release } = captureOutput();
  await handler({ Records } as never);
  await handler({ Records } as never).finally(release);
  const lines = written.map((line) => JSON.parse(String(line)));
  expect(lines).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'acme-mfa',
            Dimensions: [[]],
            Metrics: expect.arrayContaining([{ Name: 'CodesWrong' }]),
          },
        ],
      },
      EnrollmentsConfirmed: 1,
      CodesWrong: 1,
      SignInsVerified: 1,
      CodesSpent: 1,
    },
  ]);
});

test('rule 2: guesses at the same time make one notice of the throttle', async () => {
  const userId = newId();
  const body = { userId, displayName: 'Ada', email: `${userId}@example.org` };
  await world.api.expect(201, 'POST', '/v1/users', { body });
  const { secret } = await enroll(world, userId);
  const sessions = await Promise.all(Array.from({ length: 3 }, () => start(world, userId)));
  const code = wrongCode(secret, world.now);
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => attempt(world, sessions[i % 3].verificationId, code)),
  );
  await world.drain();
  await world.drain();
  expect(mailsTo(world, userId).filter(({ subject }) => subject.includes('wrong codes'))).toHaveLength(1);
});
