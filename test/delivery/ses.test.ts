import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Mailer, sesMailer } from '../../lib/delivery/ses.ts';
import { readBody, serve } from '../../local/http.ts';
import { startSes } from '../../local/stand-ins/ses.ts';

/** What SES is asked, and what it answers when it does not take a mail. */
const asked: URLSearchParams[] = [];
let refusal: { readonly status: number; readonly code: string } | undefined;

const ses = await startSes();
const wire = await serve(async (incoming, outgoing) => {
  const body = ((await readBody(incoming, 100_000)) ?? Buffer.alloc(0)).toString();
  asked.push(new URLSearchParams(body));
  if (refusal) {
    const { status, code } = refusal;
    outgoing.writeHead(status, { 'content-type': 'text/xml' });
    outgoing.end(
      `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
    return;
  }
  const { authorization = '', 'content-type': type = '' } = incoming.headers;
  const headers = { authorization, 'content-type': type };
  const answer = await fetch(ses.url, { method: 'POST', headers, body });
  outgoing.writeHead(answer.status, { 'content-type': 'text/xml' }).end(await answer.text());
});
let mailer: Mailer;

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
  vi.stubEnv('AWS_ENDPOINT_URL_SES', wire.url);
  mailer = sesMailer('Countersign <service@example.org>', 'countersign');
});
beforeEach(() => {
  asked.length = 0;
  refusal = undefined;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([ses.close(), wire.close()]);
});

const mail = {
  subject: 'Ihr Schlüssel für “A & B” – 100 %',
  text: 'Guten Tag, Zoë Müller,\n\nhttps://example.org/setup#a+b=c&d',
  html: '<p>Guten Tag, Zo\u{eb} M&uuml;ller 🗝</p>',
};

test('a mail arrives as it was written, in both forms, with every sign of its language', async () => {
  await mailer.send('anna@example.org', mail, 'message-1');
  const [{ subject, body, destination } = {} as never] = await ses.mails();
  expect({ subject, ...body }).toEqual(mail);
  expect(destination).toEqual({ to: ['anna@example.org'], cc: [], bcc: [] });
});

test('a mail names its sender, its configuration set, our id and one recipient, and nothing else', async () => {
  await mailer.send('anna@example.org', mail, 'message-1');
  const [form = new URLSearchParams()] = asked;
  expect(Object.fromEntries(form)).toEqual({
    Action: 'SendEmail',
    Version: '2010-12-01',
    Source: 'Countersign <service@example.org>',
    'Destination.ToAddresses.member.1': 'anna@example.org',
    'Message.Subject.Data': mail.subject,
    'Message.Subject.Charset': 'UTF-8',
    'Message.Body.Text.Data': mail.text,
    'Message.Body.Text.Charset': 'UTF-8',
    'Message.Body.Html.Data': mail.html,
    'Message.Body.Html.Charset': 'UTF-8',
    ConfigurationSetName: 'countersign',
    'Tags.member.1.Name': 'message',
    'Tags.member.1.Value': 'message-1',
  });
});

test('without a configuration set none is named', async () => {
  await sesMailer('service@example.org', '').send('anna@example.org', mail, 'message-1');
  expect(asked.map((form) => form.has('ConfigurationSetName'))).toEqual([false]);
});

test.each([
  ['a mail that SES does not take, or an address that is not verified', 400, 'MessageRejected'],
  ['a sender whose domain is not verified', 400, 'MailFromDomainNotVerifiedException'],
  ['a configuration set that is missing', 400, 'ConfigurationSetDoesNotExistException'],
  ['an account that may not send', 400, 'AccountSendingPausedException'],
  ['too many mails at once', 400, 'Throttling'],
  ['a fault of SES', 500, 'InternalFailure'],
  ['a fault of SES at another time', 503, 'ServiceUnavailable'],
])('%s is reported by name after one try: the outbox decides about a second', async (_what, status, code) => {
  refusal = { status, code };
  await expect(mailer.send('anna@example.org', mail, 'message-1')).rejects.toMatchObject({ name: code });
  expect(asked).toHaveLength(1);
});
