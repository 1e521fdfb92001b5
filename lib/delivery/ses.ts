import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import type { Mail } from './mail.ts';
import { messageTag } from './reports.ts';

export interface Mailer {
  /** @param messageId comes back in whatever SES reports about the mail */
  readonly send: (to: string, mail: Mail, messageId: string) => Promise<void>;
}

/** Sends through SES. The configuration set tracks no clicks: SES would rewrite the links to track them. */
export function sesMailer(from: string, configurationSet: string): Mailer {
  const requestHandler = { requestTimeout: 5_000, throwOnRequestTimeout: true, connectionTimeout: 1_000 };
  // One try: a request whose answer is lost may have been sent, so the outbox decides about a second.
  const client = new SESClient({ maxAttempts: 1, requestHandler });
  const inUtf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    async send(to, { subject, text, html }, messageId) {
      await client.send(
        new SendEmailCommand({
          Source: from,
          Destination: { ToAddresses: [to] },
          Message: { Subject: inUtf8(subject), Body: { Text: inUtf8(text), Html: inUtf8(html) } },
          Tags: [{ Name: messageTag, Value: messageId }],
          ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
        }),
      );
    },
  };
}
