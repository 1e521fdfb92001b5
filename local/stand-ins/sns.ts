import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { escapeHtml, readBody, serve } from '../http.ts';
import { type OnReport, textReportOf, undeliveredNumber } from './reports.ts';

const namespace = 'http://sns.amazonaws.com/doc/2010-03-31/';
const bodyLimit = 64 * 1024;
const messageLimit = 1600;

export interface TextMessage {
  readonly to: string;
  readonly text: string;
  readonly at: Date;
}

/** Accepts text messages like Amazon SNS does (`Publish` with a phone number, AWS Query protocol) and keeps them. */
export async function startSns(onReport: OnReport = () => {}): Promise<{
  url: string;
  messages: readonly TextMessage[];
  close(): Promise<void>;
}> {
  const messages: TextMessage[] = [];
  const server = await serve(async (request, response) => {
    const form = new URLSearchParams((await readBody(request, bodyLimit))?.toString());
    const to = form.get('PhoneNumber') ?? '';
    const text = form.get('Message') ?? '';
    if (form.get('Action') !== 'Publish')
      return refuse(response, 'InvalidAction', 'Only Publish is supported here');
    if (!/^\+[1-9]\d{5,14}$/.test(to)) {
      return refuse(
        response,
        'InvalidParameter',
        `Invalid parameter: PhoneNumber Reason: ${to} is not valid`,
      );
    }
    if (text === '' || text.length > messageLimit) {
      return refuse(response, 'InvalidParameter', 'Invalid parameter: Message Reason: empty or too long');
    }
    messages.push({ to, text, at: new Date() });
    const messageId = randomUUID();
    const result = `<PublishResult><MessageId>${messageId}</MessageId></PublishResult>`;
    answer(response, 200, 'PublishResponse', result);
    if (to === undeliveredNumber) onReport(textReportOf(messageId, new Date()));
  });
  return { ...server, messages };
}

function refuse(response: ServerResponse, code: string, message: string): void {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeHtml(message)}</Message></Error>`;
  answer(response, 400, 'ErrorResponse', error);
}

function answer(response: ServerResponse, status: number, element: string, content: string): void {
  const id = randomUUID();
  const metadata =
    status === 200
      ? `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`
      : `<RequestId>${id}</RequestId>`;
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(`<${element} xmlns="${namespace}">${content}${metadata}</${element}>`);
}
