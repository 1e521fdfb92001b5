import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { numberFor, type TextSenders } from '../domain/text-senders.ts';

export interface Texter {
  /**
   * @param to E.164
   * @returns the id by which SNS reports about the text
   */
  readonly send: (to: string, text: string) => Promise<string | undefined>;
}

/** Sends text messages through SNS, as transactional ones: they have priority and are not held back for cost. */
export function snsTexter(senders: TextSenders): Texter {
  const requestHandler = { requestTimeout: 5_000, throwOnRequestTimeout: true, connectionTimeout: 1_000 };
  // One try, like mail: the outbox decides about a second.
  const client = new SNSClient({ maxAttempts: 1, requestHandler });
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  return {
    async send(to, words) {
      const number = numberFor(senders, to);
      const { MessageId } = await client.send(
        new PublishCommand({
          PhoneNumber: to,
          Message: words,
          MessageAttributes: {
            'AWS.SNS.SMS.SMSType': text('Transactional'),
            ...(number
              ? { 'AWS.MM.SMS.OriginationNumber': text(number) }
              : { 'AWS.SNS.SMS.SenderID': text(senders.senderId) }),
          },
        }),
      );
      return MessageId;
    },
  };
}
