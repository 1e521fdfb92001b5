import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { handler as deliver } from '../../../functions/deliver.ts';
import { handler as deliveryReports } from '../../../functions/delivery-reports.ts';
import { handler as expire } from '../../../functions/expire.ts';
import { handler as record } from '../../../functions/record.ts';
import { handler as renewDataKey } from '../../../functions/renew-data-key.ts';
import { handler as requireMembers } from '../../../functions/require-members.ts';
import { messageTag } from '../../../lib/delivery/reports.ts';
import { startSes } from '../../../local/stand-ins/ses.ts';
import { startSns } from '../../../local/stand-ins/sns.ts';
import { day } from '../../support/accounts.ts';
import { issuer } from '../../support/gateway-event.ts';
import { createUser, newId } from '../../support/people.ts';
import { createUsers } from '../../support/sweep.ts';
import { keyId, type World } from '../../support/world.ts';
import { withPhone } from '../operations/people.ts';
import type { FunctionsApart } from './functions-apart.ts';
import { RecordingProxy } from './recording-proxy.ts';

const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

/** One more than are required of the factor at once when a role begins to ask for it. */
const crowd = 49;

/** Runs the functions that the stream and the schedules start, as they are deployed, each with something to do. */
export async function runByAws(world: World, apart: FunctionsApart): Promise<void> {
  const [ses, sns] = [await startSes(), await startSns()];
  const upstreams = { ...apart.upstreams, ses: ses.url, sns: sns.url };
  const proxy = await RecordingProxy.start(world.tableName, upstreams);
  const environment = {
    TABLE_NAME: world.tableName,
    KEY_ID: keyId,
    ORIGIN: 'https://countersign.test',
    IDENTITY: JSON.stringify([issuer]),
    MAIL_FROM: 'Countersign <no-reply@example.com>',
    MAIL_CONFIGURATION_SET: '<configuration set>',
    SMS_SENDERS: '{"senderId":"CNTRSGN","numbers":{}}',
    METRIC_NAMESPACE: 'countersign',
    AWS_ACCESS_KEY_ID: world.tableName,
    AWS_ENDPOINT_URL_DYNAMODB: proxy.url,
    AWS_ENDPOINT_URL_KMS: proxy.url,
    AWS_ENDPOINT_URL_SES: proxy.url,
    AWS_ENDPOINT_URL_SNS: proxy.url,
  };
  const { env } = process;
  const clock = Date.now;
  process.env = { ...env, ...environment };
  // The functions' clock is the machine's; here it is the world's.
  Date.now = () => world.services.clock();
  const as = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    world.advance(6);
    proxy.permissions.clear();
    await run();
    apart.note(name, proxy.permissions);
  };
  try {
    await deliverAll(world, as);
    await as('delivery-reports', () => reportBounce(world));
    await as('record', async () => record(await everyEvent(world)));
    await sweepAll(world, as);
    await requireAll(world, as);
    world.advance(100 * day);
    await as('renew-data-key', renewDataKey);
  } finally {
    Date.now = clock;
    process.env = env;
    await proxy.stop();
    await sns.close();
    await ses.close();
  }
}

type As = (name: string, run: () => Promise<unknown>) => Promise<void>;

/** A mail and a text as they are written, and one that the stream lost. */
async function deliverAll(world: World, as: As): Promise<void> {
  await world.drain();
  const sendLink = async () =>
    world.api.expect(202, 'POST', `/v1/users/${await createUser(world)}/setup-links`, { body: {} });
  await sendLink();
  const { userId, tokenId } = await withPhone(world);
  await world.api.expect(202, 'POST', `/v1/users/${userId}/tokens/${tokenId}/challenge`);
  const messages = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith('OUTBOX#'));
  const Records = messages.map(({ pk, sk }) => ({
    eventName: 'INSERT',
    dynamodb: { Keys: { pk, sk }, SequenceNumber: '1' },
  }));
  await as('deliver', () => deliver({ Records } as DynamoDBStreamEvent, context));
  await sendLink();
  world.advance(120);
  await as('deliver', () => deliver({ retry: true }, context));
}

/** A code by mail that bounced. */
async function reportBounce(world: World): Promise<unknown> {
  const sent = (await world.everything()).find(
    ({ pk, status }) => pk?.S?.startsWith('OUTBOX#') && status?.S === 'sent',
  );
  const time = new Date().toISOString();
  return deliveryReports({
    'detail-type': 'Email Bounced',
    time,
    detail: { mail: { tags: { [messageTag]: [sent?.['messageId']?.S] } }, bounce: { timestamp: time } },
  });
}

/** Everything that carries an event, once more; a new user among it. */
async function everyEvent(world: World): Promise<DynamoDBStreamEvent> {
  await createUser(world);
  const Records = (await world.everything())
    .filter(({ event }) => event?.M?.['id'])
    .map((NewImage) => ({
      eventName: 'INSERT',
      dynamodb: { Keys: { pk: NewImage['pk'], sk: NewImage['sk'] }, NewImage, SequenceNumber: '1' },
    }));
  return { Records } as DynamoDBStreamEvent;
}

async function sweepAll(world: World, as: As): Promise<void> {
  await createUser(world);
  world.advance(40 * day);
  await as('expire', () => expire({ dryRun: true }, context));
  await as('expire', () => expire({ force: true }, context));
}

async function requireAll(world: World, as: As): Promise<void> {
  const role = newId('Role');
  await createUsers(world, crowd, { roles: [role], twoFactorRequired: false });
  const body = { type: 'Group', twoFactorRequired: true };
  await world.api.expect(200, 'PUT', `/v1/roles/${role}`, { body });
  world.advance(60);
  await as('require-members', () => requireMembers({}, context));
}
