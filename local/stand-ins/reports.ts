import { gzipSync } from 'node:zlib';
import { messageTag } from '../../lib/delivery/reports.ts';

/** Takes an event for the function that reads what became of messages. */
export type OnReport = (event: unknown) => void;

/** Addresses of SES's mailbox simulator that are not for mails that arrive, and the event that each causes. */
const simulated: Readonly<Record<string, readonly [kind: string, member: string]>> = {
  'bounce@simulator.amazonses.com': ['Email Bounced', 'bounce'],
  'suppressionlist@simulator.amazonses.com': ['Email Bounced', 'bounce'],
  'complaint@simulator.amazonses.com': ['Email Complaint Received', 'complaint'],
};

/**
 * The event that SES publishes about a mail by way of EventBridge.
 *
 * @param form of the call of SendEmail
 * @returns undefined for a mail that arrives
 */
export function mailReportOf(form: URLSearchParams, at: Date): object | undefined {
  const to = form.get('Destination.ToAddresses.member.1')?.toLowerCase() ?? '';
  const [kind, member] = (Object.hasOwn(simulated, to) && simulated[to]) || [];
  if (!kind || !member) return undefined;
  const time = at.toISOString();
  const tags = {
    [form.get('Tags.member.1.Name') ?? messageTag]: [form.get('Tags.member.1.Value')],
    'ses:configuration-set': [form.get('ConfigurationSetName')],
  };
  return {
    source: 'aws.ses',
    'detail-type': kind,
    time,
    detail: { mail: { tags }, [member]: { timestamp: time } },
  };
}

/** The number to which no text is delivered here. */
export const undeliveredNumber = '+14254147167';

/** A line of SNS's log about a text, as CloudWatch Logs brings it. */
export function textReportOf(messageId: string, at: Date): object {
  const timestamp = at.toISOString().replace('T', ' ').replace('Z', '');
  const line = {
    notification: { messageId, timestamp },
    delivery: { providerResponse: 'Unknown error attempting to reach phone' },
    status: 'FAILURE',
  };
  const log = { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', message: JSON.stringify(line) }] };
  return { awslogs: { data: gzipSync(JSON.stringify(log)).toString('base64') } };
}
