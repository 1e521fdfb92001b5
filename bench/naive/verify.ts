import { createSecretKey } from 'node:crypto';
import {
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { keyIdOf, open } from '../../lib/crypto/sealing.ts';
import { Problem } from '../../lib/domain/problems.ts';
import type { Services } from '../../lib/services.ts';
import type { Table } from '../../lib/store/client.ts';
import { fromItem, toItem } from '../../lib/store/items.ts';
import { matchingCounters } from '../../lib/token-types/otp.ts';
import { type NaiveSession, type NaiveUser, naiveKeys, secretOf } from './items.ts';

const parameters = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;
const window = 3;
const maximumInvalidAttempts = 5;

/**
 * A verification as it is usually written, with care: reads the session, reads the user, checks the code, changes
 * session, user and the mark of the used code in one transaction under conditions, and then writes the audit record.
 * It opens keys and computes codes with the very functions that the service uses.
 */
export async function naiveVerify(
  { clock, random, keyring }: Services,
  table: Table,
  sessionId: string,
  code: string,
): Promise<{ verifiedAt: number }> {
  const now = Math.floor(clock() / 1000);
  const session = await get<NaiveSession>(table, naiveKeys.session(sessionId));
  if (!session || session.expiresAt <= now) throw new Problem('not-found', 'There is no such verification.');
  if (session.status !== 'open') throw new Problem('verification-locked', 'This verification is over.');
  const user = await get<NaiveUser>(table, naiveKeys.user(session.userId));
  if (!user?.enabled) throw new Problem('account-disabled', 'This account is disabled.');

  const { userId } = session;
  const key = await keyring.byId(keyIdOf(user.secret));
  const secret = createSecretKey(open(user.secret, secretOf(userId), key));
  const step = Math.floor(now / parameters.periodSeconds);
  const matches = matchingCounters(code, secret, step - window, step + window, parameters);
  const accepted = matches.findLast((match) => match > user.lastStep);

  const written = await write(table, { sessionId, session, user, accepted, now });
  const type = accepted !== undefined && written ? 'succeeded' : 'failed';
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: toItem({
        ...naiveKeys.audit(userId, clock(), random(8).toString('base64url')),
        type: `verification.${type}`,
        sessionId,
        userId,
      }),
    }),
  );
  if (type === 'failed') throw new Problem('invalid-code', 'The code is wrong.');
  return { verifiedAt: now };
}

async function get<T>({ client, name }: Table, key: object): Promise<T | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(key), ConsistentRead: true }),
  );
  return Item && fromItem<T>(Item);
}

interface Verdict {
  readonly sessionId: string;
  readonly session: NaiveSession;
  readonly user: NaiveUser;
  readonly accepted: number | undefined;
  readonly now: number;
}

/** @returns false when somebody else changed the session or the user in the meantime, or used the code */
async function write(table: Table, verdict: Verdict): Promise<boolean> {
  const { session, user, accepted, now } = verdict;
  const right = accepted !== undefined;
  const attempts = session.attempts + (right ? 0 : 1);
  const locked = attempts >= maximumInvalidAttempts ? 'locked' : 'open';
  const after = {
    session: { ...session, attempts, status: right ? 'verified' : locked },
    user: right
      ? { ...user, lastStep: accepted, failures: 0, lastUsedAt: now }
      : { ...user, failures: user.failures + 1 },
  };
  const put = (
    item: object,
    ConditionExpression: string,
    values?: object,
    names?: Record<string, string>,
  ) => ({
    Put: {
      TableName: table.name,
      Item: toItem(item),
      ConditionExpression,
      ...(values ? { ExpressionAttributeValues: toItem(values) } : {}),
      ...(names ? { ExpressionAttributeNames: names } : {}),
    },
  });
  const TransactItems = [
    put(
      { ...after.session, ...naiveKeys.session(verdict.sessionId) },
      'attempts = :attempts AND #status = :open',
      { ':attempts': session.attempts, ':open': 'open' },
      { '#status': 'status' },
    ),
    put({ ...after.user, ...naiveKeys.user(user.userId) }, 'lastStep = :lastStep AND failures = :failures', {
      ':lastStep': user.lastStep,
      ':failures': user.failures,
    }),
    ...(right
      ? [put({ ...naiveKeys.used(user.userId, accepted), purgeAt: now + 600 }, 'attribute_not_exists(pk)')]
      : []),
  ];
  try {
    await table.client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}
