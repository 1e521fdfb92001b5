import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { snsTexter } from '../../lib/delivery/sns.ts';
import { numberFor } from '../../lib/domain/text-senders.ts';
import { closeServer, listen } from '../../local/http.ts';

const asked: URLSearchParams[] = [];
const server = createServer(async (request, response) => {
  asked.push(new URLSearchParams(await text(request)));
  response.end(
    '<PublishResponse><PublishResult><MessageId>of SNS</MessageId></PublishResult></PublishResponse>',
  );
});
vi.stubEnv('AWS_ENDPOINT_URL_SNS', (await listen(server)).url);
vi.stubEnv('AWS_REGION', 'eu-central-1');
vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
const texter = snsTexter({ senderId: 'ACME', numbers: { '+1': '+12065550100' } });
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeServer(server, 0);
});

/** The attributes of the last text, by name. */
function attributes(): Record<string, string | null> {
  const [form = new URLSearchParams()] = asked;
  const names = [...form].filter(([name]) => name.endsWith('.Name'));
  return Object.fromEntries(
    names.map(([name, value]) => [value, form.get(name.replace('.Name', '.Value.StringValue'))]),
  );
}

test('a text comes from the sender id, and is sent by the id that SNS gives it', async () => {
  expect(await texter.send('+4915123456789', 'Your code')).toBe('of SNS');
  expect(attributes()).toEqual({ 'AWS.SNS.SMS.SMSType': 'Transactional', 'AWS.SNS.SMS.SenderID': 'ACME' });
});

test('where no sender id is shown, a text comes from a number of ours', async () => {
  await texter.send('+14155550100', 'Your code');
  expect(attributes()).toEqual({
    'AWS.SNS.SMS.SMSType': 'Transactional',
    'AWS.MM.SMS.OriginationNumber': '+12065550100',
  });
});

test('the longest calling code decides', () => {
  const numbers = { '+1': 'one', '+1787': 'two' };
  expect(numberFor({ senderId: 'ACME', numbers }, '+17875550100')).toBe('two');
  expect(numberFor({ senderId: 'ACME', numbers }, '+4915123456789')).toBeUndefined();
});
