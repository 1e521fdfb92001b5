import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { recordReport } from '../../lib/delivery/record-report.ts';
import { refusedForGood } from '../../lib/delivery/refusals.ts';
import { type Report, reportsIn } from '../../lib/delivery/reports.ts';
import type { ReportStatus } from '../../lib/domain/delivery-reports.ts';
import { iso } from '../../lib/domain/time.ts';
import { dumpOf } from '../prove/dump.ts';
import { codeIn, newPhone } from '../prove/operations/people.ts';
import { recount } from '../prove/recount/recount.ts';
import { eventsOf } from '../support/accounts.ts';
import { messagesOf, waitingLink } from '../support/outbox.ts';
import { captureOutput } from '../support/output.ts';
import { enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const at = '2026-12-01T08:00:00.000Z';
const seconds = Date.parse(at) / 1000;

/** An event as SES publishes it by EventBridge. */
const mailEvent = (kind: string, member: string, messageId: string, time = at) => ({
  version: '0',
  source: 'aws.ses',
  'detail-type': kind,
  time,
  detail: {
    eventType: member,
    mail: { messageId: 'of SES', tags: { message: [messageId], 'ses:configuration-set': ['countersign'] } },
    [member]: { timestamp: time, bounceType: 'Permanent' },
  },
});

/** Lines of SNS's log as CloudWatch Logs hands them to a function. */
const textLog = (...lines: readonly object[]) => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        logEvents: lines.map((line, id) => ({ id, message: JSON.stringify(line) })),
      }),
    ).toString('base64'),
  },
});
const textLine = (messageId: string, providerResponse: string, status = 'FAILURE') => ({
  notification: { messageId, timestamp: '2026-12-01 08:00:00.000' },
  delivery: { providerResponse, destination: '+4915123456789' },
  status,
});

describe('N.09 what SES and SNS report is read', () => {
  test.each<[string, string, ReportStatus]>([
    ['Email Bounced', 'bounce', 'bounced'],
    ['Email Complaint Received', 'complaint', 'complained'],
    ['Email Rejected', 'reject', 'rejected'],
    ['Email Delivery Delayed', 'deliveryDelay', 'delayed'],
  ])('%s', (kind, member, status) => {
    expect(reportsIn(mailEvent(kind, member, 'm1'))).toEqual([
      { of: { messageId: 'm1' }, status, at: seconds },
    ]);
  });

  test('a text that was not delivered, one to a number that wants none, and none that arrived', () => {
    const log = textLog(
      textLine('t1', 'Unknown error attempting to reach phone'),
      textLine('t2', 'Phone number is opted out'),
      textLine('t3', 'Message has been accepted by phone carrier', 'SUCCESS'),
    );
    expect(reportsIn(log)).toEqual([
      { of: { textId: 't1' }, status: 'undelivered', at: seconds },
      { of: { textId: 't2' }, status: 'opted-out', at: seconds },
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['another event', { 'detail-type': 'Email Opened', detail: {} }],
    [
      'a mail without our tag',
      { ...mailEvent('Email Bounced', 'bounce', ''), detail: { bounce: { timestamp: at } } },
    ],
    ['a bounce without a time', { ...mailEvent('Email Bounced', 'bounce', 'm', 'soon'), time: 'soon' }],
    ['a control message of CloudWatch Logs', textLog()],
    ['lines that are no JSON', { awslogs: { data: gzipSync('{').toString('base64') } }],
  ])('%s is no report', (_, event) => {
    expect(reportsIn(event)).toEqual([]);
  });
});

/** A user with an app and a phone, whose last code went to the phone. */
async function textedUser() {
  const user = await enrolledUser(world);
  const phone = newPhone();
  const body = { type: 'sms', phone };
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${user.userId}/tokens`, { body });
  const code = await codeIn(world, phone);
  await world.api.call('POST', `/v1/users/${user.userId}/tokens/${tokenId}/confirm`, { body: { code } });
  world.advance(60);
  const { verificationId } = await start(world, user.userId);
  const path = `/v1/verifications/${verificationId}/challenges`;
  await world.api.expect(202, 'POST', path, { as: 'application', body: { tokenId } });
  await world.drain();
  return { ...user, phone, tokenId: String(tokenId), verificationId, textId: `text-${world.texts.length}` };
}

const record = (report: Report) => recordReport(world.services.table, report, world.now * 1000);
const tokenOf = ({ userId, tokenId }: { userId: string; tokenId: string }) =>
  world.api.expect(200, 'GET', `/v1/users/${userId}/tokens/${tokenId}`);
const findingsOf = async (userId: string): Promise<string[]> =>
  (await world.api.expect(200, 'GET', `/v1/users/${userId}/diagnosis`)).findings.map(
    ({ code }: { code: string }) => code,
  );

describe('N.09 a report is joined to the message and to the token', () => {
  test('from the sign-in to the diagnosis: an operator sees that the code did not arrive, until one is used', async () => {
    const user = await textedUser();
    expect(await tokenOf(user)).toMatchObject({ lastDelivery: null });
    const report: Report = { of: { textId: user.textId }, status: 'undelivered', at: world.now };
    expect(await record(report)).toBe('undelivered');
    await world.drain();
    expect(await tokenOf(user)).toMatchObject({
      lastDelivery: { status: 'undelivered', at: iso(world.now) },
    });
    const events = (await eventsOf(world, user.userId)).filter(({ type }) => type === 'message.undelivered');
    expect(events).toMatchObject([
      { details: { template: 'code', channel: 'sms', why: 'undelivered', token: user.tokenId } },
    ]);
    expect(JSON.stringify(events)).not.toContain(user.phone);
    expect(await findingsOf(user.userId)).toContain('delivery-failed');
    // The text arrived after all.
    world.advance(1);
    const code = await codeIn(world, user.phone);
    const path = `/v1/verifications/${user.verificationId}/attempts`;
    await world.api.expect(200, 'POST', path, { as: 'application', body: { code } });
    expect(await tokenOf(user)).toMatchObject({ lastDelivery: null });
    expect(await findingsOf(user.userId)).not.toContain('delivery-failed');
  });

  test('a changed number has no report', async () => {
    const user = await textedUser();
    await record({ of: { textId: user.textId }, status: 'undelivered', at: world.now });
    world.advance(1);
    const path = `/v1/users/${user.userId}/tokens/${user.tokenId}`;
    await world.api.expect(200, 'PATCH', path, { body: { phone: newPhone() } });
    expect(await tokenOf(user)).toMatchObject({ lastDelivery: null });
  });

  test('a bounced setup link is an event of its user, and of the organisation', async () => {
    const { userId, messageId } = await waitingLink(world);
    expect(await world.deliver(messageId)).toBe('sent');
    await world.drain();
    expect(await record({ of: { messageId }, status: 'bounced', at: world.now })).toBe('undelivered');
    await world.drain();
    expect((await eventsOf(world, userId)).map(({ type }) => type)).toContain('message.undelivered');
    const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
    expect(items.map(({ id }: { id: string }) => id)).toContain(`${messageId}-report`);
    expect((await messagesOf(world, userId)).map(({ status }) => status)).toContain('undelivered');
  });

  test('an independent count of the table finds message, events and token in agreement', async () => {
    const user = await textedUser();
    await record({ of: { textId: user.textId }, status: 'undelivered', at: world.now });
    const ids = (await messagesOf(world, user.userId)).map(({ messageId }) => String(messageId));
    const findings = recount(await dumpOf(world)).filter(({ where }) => ids.includes(where));
    expect(findings).toEqual([]);
  });

  test('twenty times at once it is one event', async () => {
    const user = await textedUser();
    const report: Report = { of: { textId: user.textId }, status: 'undelivered', at: world.now };
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => record(report)));
    expect(outcomes.filter((outcome) => outcome === 'undelivered')).toHaveLength(1);
    await world.drain();
    const events = (await eventsOf(world, user.userId)).filter(({ type }) => type === 'message.undelivered');
    expect(events).toHaveLength(1);
  });

  test('in whatever order they come, the token keeps the latest', async () => {
    const user = await textedUser();
    const of = { textId: user.textId };
    await record({ of, status: 'undelivered', at: world.now + 5 });
    await record({ of, status: 'delayed', at: world.now + 1 });
    expect(await tokenOf(user)).toMatchObject({ lastDelivery: { status: 'undelivered' } });
  });

  test('a late mail is no lost one: the token shows it, and there is no event', async () => {
    const user = await textedUser();
    expect(await record({ of: { textId: user.textId }, status: 'delayed', at: world.now })).toBe('noted');
    expect(await tokenOf(user)).toMatchObject({ lastDelivery: { status: 'delayed' } });
    await world.drain();
    const types = (await eventsOf(world, user.userId)).map(({ type }) => type);
    expect(types).not.toContain('message.undelivered');
  });

  test('one that is faster than our own note of the sending is brought again', async () => {
    const { messageId } = await waitingLink(world);
    const { claimMessage } = await import('../../lib/store/outbox.ts');
    await claimMessage(world.services.table, messageId, world.now, world.now + 30);
    await expect(record({ of: { messageId }, status: 'bounced', at: world.now })).rejects.toThrow(
      'still being sent',
    );
  });

  test('one of a message that is not ours changes nothing', async () => {
    const before = (await world.everything()).length;
    expect(await record({ of: { textId: 'somebody else’s' }, status: 'undelivered', at: 1 })).toBe('unknown');
    expect(await record({ of: { messageId: 'nobody’s' }, status: 'bounced', at: 1 })).toBe('unknown');
    expect(await world.everything()).toHaveLength(before);
  });
});

describe('N.09 what a provider refuses for good is not tried again', () => {
  const named = (name: string, message = '') => Object.assign(new Error(message), { name });

  test.each([
    ['MessageRejected', '', 'refused-by-provider'],
    ['MailFromDomainNotVerifiedException', '', 'sender-not-confirmed'],
    ['InvalidParameterException', 'Invalid parameter: PhoneNumber', 'refused-by-provider'],
    ['InvalidParameterException', 'Phone number is opted out', 'opted-out'],
    ['OptedOutException', '', 'opted-out'],
    ['ThrottlingException', '', undefined],
    ['TimeoutError', '', undefined],
    ['InternalFailure', '', undefined],
    ['toString', '', undefined],
  ])('%s %s', (name, message, why) => {
    expect(refusedForGood(named(name, message))).toBe(why);
  });

  test('the message is given up by the first try, with the reason', async () => {
    const { userId, messageId } = await waitingLink(world);
    const { release } = captureOutput();
    world.mailFault = named('MessageRejected', 'Email address is not verified: a@example.org');
    const outcome = await world.deliver(messageId).finally(() => {
      release();
      world.mailFault = undefined;
    });
    expect(outcome).toBe('failed');
    await world.drain();
    const failed = (await eventsOf(world, userId)).filter(({ type }) => type === 'message.failed');
    expect(failed.map(({ details }) => details)).toEqual([
      { template: 'setup-link', channel: 'email', why: 'refused-by-provider' },
    ]);
  });
});
