import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { config } from '../../../infra.config.ts';
import { shardOf, shards } from '../../../lib/store/keys.ts';
import type { Api } from '../../support/api.ts';
import { createUser, newId } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import { newPhone } from '../operations/people.ts';

interface Victim {
  readonly userId: string;
  readonly tokenId: string;
}

export interface Abuse {
  readonly name: string;
  readonly requests: number;
  readonly cap: number;
  /** Messages that the outbox holds for them. */
  readonly written: number;
  /** Answers that are neither "sent" nor a refusal that is to be expected. */
  readonly odd: number;
}

const { perUserPerDay, perDestinationPerDay, perAreaPerHour } = config.sendCaps;
const width = 16;
/** Caps, changes of one account at the same moment, and verifications that newer ones have ended. */
const refusals = ['sent', 'send-limit', 'conflict', 'verification-expired'];

async function withNumber(world: World, phone: string, userId = newId()): Promise<Victim> {
  await createUser(world, { userId });
  return another(world, phone, userId);
}

async function another(world: World, phone: string, userId: string): Promise<Victim> {
  const body = { type: 'sms', phone };
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  return { userId, tokenId };
}

const several = (count: number, make: () => Promise<Victim>): Promise<Victim[]> =>
  Promise.all(Array.from({ length: count }, make));

/** Asks for a text again and again, each time in a verification of its own; a user keeps five of them open. */
async function ask(world: World, api: Api, victims: readonly Victim[], requests: number) {
  let next = 0;
  const answers = new Map<string, number>();
  const work = async (): Promise<void> => {
    while (next < requests) {
      const { userId, tokenId } = victims[next++ % victims.length] as Victim;
      const started = await api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
      const path = `/v1/verifications/${started.body?.verificationId}/challenges`;
      const { status, body } =
        started.status === 201
          ? await api.call('POST', path, { as: 'application', body: { tokenId } })
          : started;
      const said = status === 202 ? 'sent' : String(body?.code ?? status);
      answers.set(said, (answers.get(said) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, 4 * victims.length) }, work));
  const odd = [...answers].filter(([said]) => !refusals.includes(said));
  for (const [said, times] of odd) console.log(`${times} requests were answered ${said}`);
  const own = new Set(victims.map(({ userId }) => userId));
  const written = (await world.everything()).filter(
    ({ pk, userId, channel }) =>
      pk?.S?.startsWith('OUTBOX#') && channel?.S === 'sms' && own.has(userId?.S ?? ''),
  );
  return { requests, written: written.length, odd: odd.reduce((sum, [, times]) => sum + times, 0) };
}

/** At one user with two numbers: one number alone is capped below the user. */
export async function abuseOne(world: World, api: Api, requests: number): Promise<Abuse> {
  const first = await withNumber(world, newPhone());
  const one = [first, await another(world, newPhone(), first.userId)];
  return { name: 'one user', cap: perUserPerDay, ...(await ask(world, api, one, requests)) };
}

/** A tenth of all at one user, a tenth at one number of many users, the rest at the numbers of one country. */
export async function abuse(world: World, api: Api, requests: number): Promise<Abuse[]> {
  const tenth = Math.floor(requests / 10);
  const shared = newPhone();
  const sharing = await several(Math.max(2, Math.ceil(tenth / 20)), () => withNumber(world, shared));
  // The cap of a country is kept in sixteen shards of users; as many of them as there are requests to use them up.
  const chosen = shards.slice(0, Math.max(1, Math.round(requests / 2_500)));
  const spread = await several(20 * chosen.length, () => {
    let userId = newId();
    while (!chosen.includes(shardOf(userId))) userId = newId();
    return withNumber(world, newPhone(), userId);
  });
  const area = chosen.length * Math.ceil(perAreaPerHour / shards.length);
  return [
    await abuseOne(world, api, tenth),
    { name: 'one number', cap: perDestinationPerDay, ...(await ask(world, api, sharing, tenth)) },
    {
      name: `one country, ${chosen.length} of 16 shards`,
      cap: area,
      ...(await ask(world, api, spread, requests - 2 * tenth)),
    },
  ];
}

/** The planted fault: caps are counted and bind nobody. */
export function liftCaps({ middlewareStack }: DynamoDBClient): void {
  middlewareStack.add(
    (next) => async (args) => {
      const { TransactItems = [] } = args.input as {
        TransactItems?: { Update?: { ConditionExpression?: string } }[];
      };
      for (const { Update } of TransactItems) {
        if (Update?.ConditionExpression?.includes('sent <= :left'))
          Update.ConditionExpression = ':left = :left OR sent <= :left';
      }
      return next(args);
    },
    { step: 'initialize', name: 'liftCaps' },
  );
}
