import type {
  Context,
  DynamoDBBatchItemFailure,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import { type DeliveryOutcome, deliverMessage, type Senders } from '../lib/delivery/deliver.ts';
import { sesMailer } from '../lib/delivery/ses.ts';
import { snsTexter, type Texter } from '../lib/delivery/sns.ts';
import { segmentsOf } from '../lib/delivery/texts.ts';
import { isNotice } from '../lib/domain/notice-limits.ts';
import { logFault } from '../lib/log.ts';
import { type MetricName, putMetric } from '../lib/metrics.ts';
import { messageOfPartition } from '../lib/store/keys.ts';
import { dueMessages } from '../lib/store/outbox.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { environment, services } from './wiring/services.ts';

export const definition: FunctionDefinition = {
  name: 'deliver',
  description: 'Sends the messages of the outbox as they are written; a schedule retries those that failed',
  routes: [],
  stream: true,
  timeoutSeconds: 60,
  needs: {
    table: ['Query', 'UpdateItem'],
    indexes: ['due'],
    keys: ['Decrypt'],
    mail: true,
    sms: true,
  },
};

let made: Senders | undefined;

function senders(): Senders {
  const { MAIL_FROM, MAIL_CONFIGURATION_SET, SMS_SENDERS } = environment();
  made ??= {
    mail: sesMailer(MAIL_FROM, MAIL_CONFIGURATION_SET),
    text: counted(snsTexter(JSON.parse(SMS_SENDERS))),
  };
  return made;
}

const counted = (texter: Texter): Texter => ({
  async send(to, text) {
    const textId = await texter.send(to, text);
    putMetric('TextSegmentsSent', segmentsOf(text), services().clock());
    return textId;
  },
});

type Input = DynamoDBStreamEvent | { readonly retry: true };

/** One message takes no longer. With less time left none is started: it might be sent without being recorded. */
const oneMessageMilliseconds = 25_000;

/**
 * Messages are sent one after the other, codes and links before notices: if the function is killed, at most the one
 * in progress is sent again. The rest stays in the outbox, where the schedule finds it.
 */
export async function handler(
  input: Input,
  context: Context,
): Promise<DynamoDBBatchResponse | { readonly tried: number }> {
  const timeIsLeft = (): boolean => context.getRemainingTimeInMillis() > oneMessageMilliseconds;
  return 'Records' in input ? deliverNew(input, timeIsLeft) : deliverDue(timeIsLeft);
}

async function deliverDue(timeIsLeft: () => boolean): Promise<{ readonly tried: number }> {
  let tried = 0;
  let failed: unknown;
  for await (const messageId of dueMessages(services().table, Math.floor(services().clock() / 1000))) {
    if (!timeIsLeft()) break;
    tried++;
    try {
      await send(messageId);
    } catch (error) {
      // One message that fails must not keep the next ones from being sent.
      failed = error;
    }
  }
  if (failed) throw failed;
  return { tried };
}

async function deliverNew(
  { Records }: DynamoDBStreamEvent,
  timeIsLeft: () => boolean,
): Promise<DynamoDBBatchResponse> {
  const [notices, awaited] = [true, false].map((wanted) =>
    Records.filter(({ dynamodb }) => isNotice(dynamodb?.NewImage?.['template']?.S ?? '') === wanted),
  );
  const batchItemFailures: DynamoDBBatchItemFailure[] = [];
  for (const { eventName, dynamodb } of [...(awaited ?? []), ...(notices ?? [])]) {
    const messageId = messageOfPartition(dynamodb?.Keys?.['pk']?.S ?? '');
    if (eventName !== 'INSERT' || messageId === undefined) continue;
    if (!timeIsLeft()) break;
    try {
      await send(messageId);
    } catch (error) {
      logFault(error, { function: 'deliver' });
      batchItemFailures.push({ itemIdentifier: dynamodb?.SequenceNumber ?? '' });
    }
  }
  return { batchItemFailures };
}

const counts: Partial<Record<DeliveryOutcome, MetricName>> = {
  sent: 'MessagesSent',
  failed: 'DeliveryFailures',
  late: 'DeliveryFailures',
  'held-back': 'NoticesHeldBack',
};

async function send(messageId: string): Promise<void> {
  const metric = counts[await deliverMessage(services(), senders(), messageId)];
  if (metric) putMetric(metric, 1, services().clock());
}
