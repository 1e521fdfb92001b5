import type { QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lib/store/items.ts';
import type { World } from './world.ts';

interface Failure {
  readonly name: string;
  readonly status: number;
  readonly fault: 'server' | 'client';
}

const serverError: Failure = { name: 'InternalServerError', status: 500, fault: 'server' };

const failureOf = ({ name, status, fault }: Failure): Error =>
  Object.assign(new Error('Failed'), { name, $fault: fault, $metadata: { httpStatusCode: status } });

/**
 * The next call of this name is carried out, its answer is lost, and the SDK tries it again. `meanwhile` happens
 * between the two tries; the second one comes to `then` instead of what the database says.
 */
export function loseReply(
  world: World,
  call: string,
  meanwhile?: () => Promise<unknown>,
  then?: Failure,
): void {
  let tries = 0;
  world.client.middlewareStack.add(
    (next, context) => async (args) => {
      const concerned = context['commandName'] === `${call}Command`;
      if (concerned && ++tries === 2 && then) throw failureOf(then);
      const result = await next(args);
      if (!concerned || tries > 1) return result;
      await meanwhile?.();
      throw Object.assign(new Error('The reply was lost'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'deserialize', priority: 'high', name: `loseReply${count++}` },
  );
}

/** The next `times` tries of this call fail before the database has done anything. */
export function failCalls(world: World, call: string, times: number, failure = serverError): void {
  let left = times;
  world.client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context['commandName'] !== `${call}Command` || left-- <= 0) return next(args);
      throw failureOf(failure);
    },
    { step: 'deserialize', name: `failCalls${count++}` },
  );
}

/** The next eventually consistent read of the user finds `older` items in place of those of the same keys. */
export function readStale(world: World, userId: string, older: readonly Item[] | 'nothing'): void {
  let done = false;
  world.client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { ConsistentRead, ExpressionAttributeValues } = args.input as {
        ConsistentRead?: boolean;
        ExpressionAttributeValues?: Item;
      };
      const output = result.output as QueryCommandOutput;
      const concerned = output.Items && ExpressionAttributeValues?.[':pk']?.S === `USER#${userId}`;
      if (done || ConsistentRead || !concerned) return result;
      done = true;
      const Items = older === 'nothing' ? [] : older;
      return { ...result, output: { ...output, Items } };
    },
    { step: 'initialize', name: `readStale${count++}` },
  );
}

let count = 0;

/** What the table holds of a user now. */
export async function itemsOf(world: World, userId: string): Promise<Item[]> {
  return (await world.everything()).filter(({ pk }) => pk?.S === `USER#${userId}`);
}
