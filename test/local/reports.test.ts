import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { reportsIn } from '../../lib/delivery/reports.ts';
import { undeliveredNumber } from '../../local/stand-ins/reports.ts';
import { startSes } from '../../local/stand-ins/ses.ts';
import { startSns } from '../../local/stand-ins/sns.ts';

const reported: unknown[] = [];
const onReport = (event: unknown) => reported.push(event);
const ses = await startSes(onReport);
const sns = await startSns(onReport);
const place = { region: 'eu-central-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } };
const mailer = new SESClient({ ...place, endpoint: ses.url });
const texter = new SNSClient({ ...place, endpoint: sns.url });
beforeEach(() => {
  reported.length = 0;
});
afterAll(() => Promise.all([ses.close(), sns.close()]));

const send = (to: string) =>
  mailer.send(
    new SendEmailCommand({
      Source: 'no-reply@example.org',
      Destination: { ToAddresses: [to] },
      Message: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } },
      ConfigurationSetName: 'countersign',
      Tags: [{ Name: 'message', Value: 'm1' }],
    }),
  );

test.each([
  ['bounce@simulator.amazonses.com', ['bounced']],
  ['suppressionlist@simulator.amazonses.com', ['bounced']],
  ['complaint@simulator.amazonses.com', ['complained']],
  ['success@simulator.amazonses.com', []],
  ['anna@example.org', []],
])('a mail to %s is accepted, and reported as SES reports it', async (to, statuses) => {
  const { MessageId } = await send(to);
  expect(MessageId).toBeTruthy();
  const reports = reported.flatMap(reportsIn);
  expect(reports.map(({ status }) => status)).toEqual(statuses);
  for (const { of } of reports) expect(of).toEqual({ messageId: 'm1' });
});

test('a text to the number where nothing arrives is accepted, and reported by the id that SNS gave it', async () => {
  const { MessageId } = await texter.send(
    new PublishCommand({ PhoneNumber: undeliveredNumber, Message: '1' }),
  );
  await texter.send(new PublishCommand({ PhoneNumber: '+4915123456789', Message: '2' }));
  expect(reported.flatMap(reportsIn)).toMatchObject([{ of: { textId: MessageId }, status: 'undelivered' }]);
});
