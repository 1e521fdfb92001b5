import { full, quick, synthesise } from '../../test/infra/synthesise.ts';
import { appCode, type Enrolled, enrolledUser } from '../../test/support/people.ts';
import { written } from '../measure/checks.ts';
import { type Cost, Counter } from '../measure/counter.ts';
import { secondClient } from '../measure/second-client.ts';
import { signedIn } from '../measure/sign-in.ts';
import { WarmFunction } from '../measure/warm-function.ts';
import { assumed, peers, pricesReadOn } from '../prices.ts';
import { type Line, linesOf, total } from '../report/cost-lines.ts';
import { fixedLines } from '../report/fixed-cost.ts';
import type { Group, Table } from './group.ts';

export const cost: Group = {
  name: 'cost',
  what: 'what a million sign-ins cost, from counted units and list prices',
  async run({ database }) {
    const warm = await WarmFunction.start(await database());
    const person = await enrolledUser(warm.world);
    const { userId, secret } = person;
    const signIn = await warm.cost((api) => signedIn(api, userId, appCode(secret, warm.world.now)));
    const record = await costOfRecording(warm, person);
    await warm.stop();
    const lines = linesOf({ requests: [signIn], record });
    const all = beside(lines);
    const fixed = fixedCosts();
    return { tables: [ofOurs(lines), all, fixed], shown: { cost: all, fixed } };
  },
};

/** The writes for the event of one sign-in, after the answer. */
async function costOfRecording({ world }: WarmFunction, { userId, secret }: Enrolled): Promise<Cost> {
  await world.drain();
  const observer = secondClient(world);
  const counter = new Counter(world.client, observer);
  world.advance(30);
  await signedIn(world.api, userId, appCode(secret, world.now));
  const recorded = await counter.of(() => world.drain());
  observer.destroy();
  return recorded;
}

const dollars = (usd: number): string =>
  usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const ofOurs = (lines: readonly Line[]): Table => ({
  title: 'A million sign-ins on AWS',
  columns: ['', 'for one sign-in', 'price', 'USD for a million', 'price from'],
  rows: [
    ...lines.map(({ what, amount, price, usd }) => [
      what,
      written(amount),
      `${price.usd} for a ${price.per}`,
      dollars(usd),
      price.source,
    ]),
    ['together', '', '', dollars(total(lines)), ''],
  ],
  note: `A sign-in is a verification that is started and answered rightly with an authenticator app in one request. List prices of us-east-1 as of ${pricesReadOn}, without free tiers. Units are counted; assumed are ${assumed.requestMilliseconds} ms for a request and ${assumed.recordMilliseconds} ms for recording an event on arm64, no batching of events, and ${assumed.logBytes} bytes of access log for a request. Not in it: storage, and what a deployment costs before its first sign-in.`,
});

/** The profiles side by side: what a month costs before the first sign-in. */
export function fixedCosts(): Table {
  const profiles = [quick, full].map((deployment) => {
    const { service, edge, edgeAlarms } = synthesise(deployment);
    return fixedLines([service, edge, edgeAlarms]);
  });
  const [ofQuick = [], ofFull = []] = profiles;
  const usd = (lines: readonly Line[], what: string) =>
    dollars(lines.find((one) => one.what === what)?.usd ?? 0);
  return {
    title: 'A month before the first sign-in',
    columns: ['', 'quick profile, USD', 'with a domain, USD', 'price'],
    rows: [
      ...ofFull.map(({ what, price }) => [
        what,
        usd(ofQuick, what),
        usd(ofFull, what),
        `${price.usd} for a ${price.per} (${price.source})`,
      ]),
      ['together', dollars(total(ofQuick)), dollars(total(ofFull)), ''],
    ],
    note: 'Counted in the synthesized templates. CloudWatch charges for a metric of our own only in the hours in which it is written. Not in it: storage, logs, a hosted zone in Route 53, and people of the user pool above the 10,000 that cost nothing.',
  };
}

/** Our cost next to the price of others for the same number of verified sign-ins. */
function beside(lines: readonly Line[]): Table {
  const { signInsPerUserAndMonth } = assumed;
  const direct = lines.filter(({ what }) => what !== 'edge');
  const ours = [
    ['Countersign, through the edge', dollars(total(lines)), 'counted units at list prices of AWS'],
    [
      'Countersign, called at the gateway',
      dollars(total(direct)),
      'the same without CloudFront and firewall',
    ],
  ];
  const others = peers.map(({ name, by, usd, per, source }) => {
    const times = by === 'verification' ? 1_000_000 : 1_000_000 / signInsPerUserAndMonth;
    return [name, dollars(usd * times), `${usd} for each ${per} (${source})`];
  });
  return {
    title: 'Beside what others charge',
    columns: ['a million verified sign-ins', 'USD', 'how'],
    rows: [...ours, ...others],
    note: `Prices by the user and month at ${signInsPerUserAndMonth} sign-ins of each user a month, as of ${pricesReadOn}. Theirs include a product with support, Cognito's and Duo's more than the second factor; ours leaves the operating to you. Texts cost extra everywhere.`,
  };
}
