import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Mail } from './mail.ts';

export interface Mailer {
  readonly send: (to: string, mail: Mail) => Promise<void>;
}

/** Sends through SES. The configuration set tracks no clicks: SES would rewrite the links to track them. */
export function sesMailer(from: string, configurationSet: string): Mailer {
  const requestHandler = { requestTimeout: 5_000, throwOnRequestTimeout: true, connectionTimeout: 1_000 };
  // One try: a request whose answer is lost may have been sent, and the outbox decides about a second.
  const client = new SESv2Client({ maxAttempts: 1, requestHandler });
  return {
    async send(to, { subject, text, html }) {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: { Data: subject, Charset: 'UTF-8' },
              Body: { Text: { Data: text, Charset: 'UTF-8' }, Html: { Data: html, Charset: 'UTF-8' } },
            },
          },
          ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
        }),
      );
    },
  };
}
