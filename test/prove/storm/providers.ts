import { randomUUID } from 'node:crypto';
import { readBody, serve } from '../../../local/http.ts';
import { startSns } from '../../../local/stand-ins/sns.ts';
import { mailIn } from '../mail-order.ts';
import type { Sent } from '../recount/book.ts';

/** Those who take messages, and what they were given. */
export interface Providers {
  readonly mailUrl: string;
  readonly textUrl: string;
  readonly inbox: () => Sent[];
  /** The last message to an address or a number, `''` if there is none. */
  readonly last: (to: string) => string;
  readonly close: () => Promise<void>;
}

/** SES is a few lines here: the one of the local runner keeps all mails of a process in one list. */
export async function startProviders(): Promise<Providers> {
  const mails: { to: string; text: string }[] = [];
  const latest = new Map<string, string>();
  const ses = await serve(async (request, response) => {
    const { to, text } = mailIn((await readBody(request, 1_000_000)) ?? Buffer.alloc(0));
    mails.push({ to, text });
    // Notices come in between: only what leads somewhere is looked for.
    if (text.includes('/setup#')) latest.set(to, text);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<SendEmailResponse><SendEmailResult><MessageId>${randomUUID()}</MessageId></SendEmailResult></SendEmailResponse>`,
    );
  });
  const sns = await startSns();
  return {
    mailUrl: ses.url,
    textUrl: sns.url,
    inbox: () => [
      ...mails.map((mail) => ({ channel: 'email' as const, ...mail })),
      ...sns.messages.map(({ to, text }) => ({ channel: 'sms' as const, to, text })),
    ],
    last: (to) => latest.get(to) ?? sns.messages.findLast((message) => message.to === to)?.text ?? '',
    async close() {
      await ses.close();
      await sns.close();
    },
  };
}
