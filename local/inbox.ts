import type { Ses } from './stand-ins/ses.ts';
import type { TextMessage } from './stand-ins/sns.ts';

export interface Message {
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO 8601. Real time: mail and text providers do not use the business clock. */
  readonly at: string;
}

/** Every mail and text message sent since the start, newest first. Kept in memory only. */
export async function inbox(ses: Ses, texts: readonly TextMessage[], to?: string | null): Promise<Message[]> {
  const mails = (await ses.mails()).flatMap(({ destination, subject, body, at }) =>
    [...destination.to, ...destination.cc, ...destination.bcc].map(
      (address): Message => ({
        channel: 'email',
        to: address,
        subject,
        text: body.text ?? '',
        html: body.html ?? '',
        at: new Date(at * 1000).toISOString(),
      }),
    ),
  );
  const messages = texts.map(
    ({ to: number, text, at }): Message => ({
      channel: 'sms',
      to: number,
      subject: '',
      text,
      html: '',
      at: at.toISOString(),
    }),
  );
  // Reversed first: the sort keeps the order of messages of one second.
  return [...mails.reverse(), ...messages.reverse()]
    .filter((message) => !to || message.to === to)
    .sort((one, other) => other.at.slice(0, 19).localeCompare(one.at.slice(0, 19)));
}
