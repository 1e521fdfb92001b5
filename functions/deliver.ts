import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { deliverMessage, type Senders } from '../lib/delivery/deliver.ts';
import { sesMailer } from '../lib/delivery/ses.ts';
import { snsTexter } from '../lib/delivery/sns.ts';
import { logFault } from '../lib/log.ts';
import { putMetric } from '../lib/metrics.ts';
import { messageOfPartition } from '../lib/store/keys.ts';
import { dueMessages } from '../lib/store/outbox.ts';
import type { FunctionDefinition } from './function.ts';
import { environment, services } from './services.ts';

export const definition: FunctionDefinition = {
  name: 'deliver',
  description: 'Sends the messages of the outbox: as they are written, and again by schedule what failed',
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
  const { MAIL_FROM, MAIL_CONFIGURATION_SET, SMS_SENDER_ID } = environment();
  made ??= { mail: sesMailer(MAIL_FROM, MAIL_CONFIGURATION_SET), text: snsTexter(SMS_SENDER_ID) };
  return made;
}

type Input = DynamoDBStreamEvent | { readonly retry: true };

export async function handler(input: Input): Promise<DynamoDBBatchResponse | { readonly tried: number }> {
  if ('Records' in input) return deliverNew(input);
  let tried = 0;
  let failed: unknown;
  for await (const messageId of dueMessages(services().table, Math.floor(services().clock() / 1000))) {
    tried++;
    try {
      await send(messageId);
    } catch (error) {
      // One message that fails must not keep those behind from being sent.
      failed = error;
    }
  }
  if (failed) throw failed;
  return { tried };
}

async function deliverNew({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const failures = await Promise.all(
    Records.map(async ({ eventName, dynamodb }) => {
      const messageId = messageOfPartition(dynamodb?.Keys?.['pk']?.S ?? '');
      if (eventName !== 'INSERT' || messageId === undefined) return [];
      try {
        await send(messageId);
        return [];
      } catch (error) {
        logFault(error, { function: 'deliver' });
        return [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}

async function send(messageId: string): Promise<void> {
  const outcome = await deliverMessage(services(), senders(), messageId);
  const { clock } = services();
  if (outcome === 'sent') putMetric('MessagesSent', 1, clock());
  if (outcome === 'failed') putMetric('DeliveryFailures', 1, clock());
}
