import { gunzipSync } from 'node:zlib';
import type { ReportStatus } from '../domain/delivery-reports.ts';
import type { EpochSeconds } from '../domain/time.ts';

/** What became of one message, by what its provider calls it. */
export interface Report {
  /** `messageId`: a mail names our own id, in a tag. `textId`: SNS knows only its own. */
  readonly of: { readonly messageId: string } | { readonly textId: string };
  readonly status: ReportStatus;
  readonly at: EpochSeconds;
}

/** The tag of a mail that carries our id of the message. */
export const messageTag = 'message';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const fieldsOf = (value: unknown, name: string): Fields => {
  const found = isFields(value) ? value[name] : undefined;
  return isFields(found) ? found : {};
};

/** SES's kinds of events (event publishing, EventBridge), with the member that holds the time. */
const mailEvents: Readonly<Record<string, readonly [status: ReportStatus, member: string]>> = {
  'Email Bounced': ['bounced', 'bounce'],
  'Email Complaint Received': ['complained', 'complaint'],
  'Email Rejected': ['rejected', 'reject'],
  'Email Delivery Delayed': ['delayed', 'deliveryDelay'],
};

/** The kinds of events that the rule in CDK passes on. */
export const reportedMailEvents: readonly string[] = Object.keys(mailEvents);

/**
 * The reports in an event: one of SES by way of EventBridge, or lines of SNS's log by way of CloudWatch Logs. What is
 * neither, or names no message of ours, is skipped.
 */
export function reportsIn(event: unknown): Report[] {
  const { data } = fieldsOf(event, 'awslogs');
  if (typeof data === 'string') return textReports(data);
  const report = mailReport(event);
  return report ? [report] : [];
}

function mailReport(event: unknown): Report | undefined {
  const kind = isFields(event) ? event['detail-type'] : undefined;
  const [status, member] = (typeof kind === 'string' && mailEvents[kind]) || [];
  if (!status || !member) return undefined;
  const detail = fieldsOf(event, 'detail');
  const [messageId] = [fieldsOf(fieldsOf(detail, 'mail'), 'tags')[messageTag]].flat();
  const time = fieldsOf(detail, member)['timestamp'] ?? (isFields(event) ? event['time'] : undefined);
  const at = secondsOf(time);
  return typeof messageId === 'string' && at !== undefined ? { of: { messageId }, status, at } : undefined;
}

/** CloudWatch Logs sends lines compressed; each is one text, as SNS logs it. */
function textReports(data: string): Report[] {
  const { logEvents } = parsed(gunzipSync(Buffer.from(data, 'base64')).toString());
  const lines = Array.isArray(logEvents) ? logEvents : [];
  return lines.flatMap((line) => {
    const { message } = isFields(line) ? line : {};
    const logged = typeof message === 'string' ? parsed(message) : {};
    const { messageId: textId, timestamp } = fieldsOf(logged, 'notification');
    // `2026-12-01 00:40:34.558`, in UTC.
    const at = secondsOf(typeof timestamp === 'string' ? `${timestamp.replace(' ', 'T')}Z` : undefined);
    if (logged['status'] !== 'FAILURE' || typeof textId !== 'string' || at === undefined) return [];
    const answer = String(fieldsOf(logged, 'delivery')['providerResponse'] ?? '');
    return [{ of: { textId }, status: /opted out/i.test(answer) ? 'opted-out' : 'undelivered', at } as const];
  });
}

function secondsOf(time: unknown): EpochSeconds | undefined {
  const milliseconds = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

function parsed(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}
