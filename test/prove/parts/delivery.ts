import { deliverMessage } from '../../../lib/delivery/deliver.ts';
import { waitingLink } from '../../support/outbox.ts';
import { World } from '../../support/world.ts';
import { coldFunction } from '../cold-function.ts';
import { abuse, abuseOne, liftCaps } from '../delivery/abuse.ts';
import { type Delivered, judgeDelivery } from '../delivery/delivered.ts';
import { type Given, PostOffice } from '../delivery/post-office.ts';
import { oneHour } from '../delivery/storm.ts';
import { dumpOf } from '../dump.ts';
import { bundleAll } from '../processes/function-process.ts';
import { recount } from '../recount/recount.ts';
import type { Part, Stage } from './part.ts';

const fullMessages = 10_000;
const kills = 50;
const perHour = 250;
/** Many of those at one account are refused because they come at the same moment as another one. */
const controlRequests = 500;

export const delivery: Part = {
  name: 'delivery',
  goal: 'G14 of providers that fail one request in five, and a function that is killed: every message once or twice, no other code, none too late; never more than the caps',
  /** @param size messages, and requests of the abuse */
  async run(stage) {
    const { size: messages = fullMessages } = stage;
    await bundleAll();
    const storm = await throughStorm(stage, messages);
    const caps = await abuseCaps(stage, messages);
    const control = await withoutClaim(stage.endpoint);
    return {
      size: storm.size,
      result: `${storm.result}; ${caps.result}; control without the claim: ${control} sent twice for no reason`,
      held: storm.held && caps.held && control > 0,
    };
  },
};

async function throughStorm({ endpoint, progress }: Stage, messages: number) {
  const world = await World.start(endpoint);
  const office = await PostOffice.open(world);
  const codes = new Map();
  const revoked = new Set<string>();
  const hours = Math.ceil(messages / perHour);
  const wanted = Math.max(2, Math.round((messages * kills) / fullMessages));
  for (let done = 0; done < hours; done++) {
    const some = Math.ceil((wanted - office.kills) / (hours - done));
    await oneHour(world, office, { codes, revoked }, { messages: Math.ceil(messages / hours), kills: some });
    progress(done + 1, hours, `${office.given.length} given, ${office.kills} kills`);
  }
  const inbox = await office.inbox();
  await office.close();
  const items = await world.everything();
  const outbox = items.filter(({ pk }) => pk?.S?.startsWith('OUTBOX#'));
  const key = await world.services.keyring.current();
  const judged = judgeDelivery({ outbox, given: office.given, revoked, codes, key });
  const findings = recount({ ...(await dumpOf(world)), inbox }).length;
  await world.stop();
  const met = [...office.faults].map(([fault, times]) => `${times} ${fault}`).join(', ');
  const failed = [...office.faults.values()].reduce((sum, times) => sum + times, 0);
  return {
    size: `${judged.messages} messages; providers failed ${failed} of ${failed + office.given.length - lostToFaults(office.given)} requests (${met}); ${office.kills} kills -9; of one message at most one acceptance is lost`,
    result: `${inWords(judged)}, ${findings} findings of the recount`,
    held: isRight(judged) && inbox.length === office.given.length && findings === 0 && office.kills > 0,
  };
}

const lostToFaults = (given: readonly Given[]): number =>
  given.filter(({ lost }) => lost !== undefined && lost !== 'killed').length;

/** What a provider took without saying so has to be sent again: not counted against the one percent. */
const isRight = (judged: Delivered): boolean =>
  judged.unexplained + judged.byKill <= judged.messages / 100 &&
  judged.unexplained + judged.more + judged.undelivered + judged.different + judged.tooLate === 0 &&
  judged.revoked > 0;

const inWords = (judged: Delivered): string =>
  `${judged.once} given once, ${judged.twice} twice (${judged.forced} because a provider took it and did not say so, ${judged.byKill} because the function was killed before it was noted, ${judged.unexplained} otherwise), ${judged.more} more often, ${judged.undelivered} not at all; ${judged.different} other codes; ${judged.revoked} revoked and ${judged.expired} expired before, ${judged.tooLate} of them given`;

async function abuseCaps({ endpoint, progress }: Stage, requests: number) {
  const world = await World.start(endpoint);
  const abused = await abuse(world, world.api, requests);
  await world.stop();
  progress(requests, requests, 'requests of the abuse');
  const lifted = await World.start(endpoint);
  const kms = process.env['AWS_ENDPOINT_URL_KMS'] ?? '';
  const careless = coldFunction(lifted, { database: endpoint, kms, timeoutMilliseconds: 60_000 });
  liftCaps(careless.client);
  const control = await abuseOne(lifted, careless.api, controlRequests);
  careless.stop();
  await lifted.stop();
  const told = abused.map(({ name, written, cap, requests: of }) => `${name} ${written}/${cap} of ${of}`);
  return {
    result: `abuse: ${told.join(', ')}, ${abused.reduce((sum, { odd }) => sum + odd, 0)} odd answers; control without caps: one user ${control.written}/${control.cap}`,
    held:
      abused.every(({ written, cap, odd }) => written <= cap && written > 0 && odd === 0) &&
      control.written > control.cap,
  };
}

/** The planted fault: two senders that never ask whose a message is. */
async function withoutClaim(endpoint: string): Promise<number> {
  const world = await World.start(endpoint);
  const kms = process.env['AWS_ENDPOINT_URL_KMS'] ?? '';
  const careless = coldFunction(world, { database: endpoint, kms, timeoutMilliseconds: 60_000 });
  careless.client.middlewareStack.add(
    (next) => async (args) => {
      const input = args.input as { ConditionExpression?: string };
      if (input.ConditionExpression?.includes(':waiting')) {
        input.ConditionExpression =
          '#status IN (:waiting, :sending) OR leaseUntil < :now OR attribute_exists(pk)';
      }
      return next(args);
    },
    { step: 'initialize', name: 'forgetClaims' },
  );
  const services = { ...world.services, table: { client: careless.client, name: world.tableName } };
  const given: Given[] = [];
  const mail = {
    send: async (to: string, { text }: { text: string }) =>
      void given.push({ channel: 'email', to, text, at: world.now }),
  };
  for (let done = 0; done < 5; done++) {
    const { messageId } = await waitingLink(world);
    const send = () => deliverMessage(services, { mail, text: { send: async () => {} } }, messageId);
    await Promise.all([send(), send()]);
  }
  const items = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith('OUTBOX#'));
  const key = await world.services.keyring.current();
  careless.stop();
  await world.stop();
  return judgeDelivery({ outbox: items, given, revoked: new Set(), codes: new Map(), key }).unexplained;
}
