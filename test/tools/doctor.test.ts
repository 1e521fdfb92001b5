import { describe, expect, test } from 'vitest';
import { deploymentOf } from '../../cdk/deployment.ts';
import type { Aws, StackState } from '../../tools/deployment/aws.ts';
import { examine, type Finding, report, type Target } from '../../tools/deployment/check.ts';
import { checks } from '../../tools/deployment/checks.ts';
import { full, ownIssuers, quick } from '../infra/synthesise.ts';

/** An account and a deployment in which all is well. */
const fine: Aws = {
  region: async () => 'eu-central-1',
  account: async () => '123456789012',
  bootstrapVersion: async () => 30,
  stack: async () => undefined,
  protectStack: async () => {},
  table: async () => ({ deletionProtection: true }),
  tables: async () => [],
  keptTable: async () => undefined,
  protectTable: async () => {},
  restoreTable: async () => {},
  isTableReady: async () => true,
  prepareRestored: async () => {},
  mail: async () => ({ sandbox: false, stopped: false }),
  sender: async () => true,
  introduceSender: async () => {},
  reportTexts: async () => {},
  texts: async () => ({ sandbox: false, monthlyDollars: 100, reportsFailures: true }),
  receivers: async () => [{ address: 'on-call@acme.com', confirmed: true }],
  alarmsRinging: async () => [],
  runs: async () => ({ times: 4, failures: 0 }),
  concurrency: async () => 1_000,
  hostedZone: async () => 'acme.com',
  certificate: async () => ({ status: 'ISSUED', record: { name: '_a.acme.com', value: '_b.acm.aws' } }),
};

const stack: StackState = {
  status: 'UPDATE_COMPLETE',
  reason: undefined,
  terminationProtection: true,
  outputs: { Origin: 'https://mfa.acme.com', DistributionHost: 'd1.cloudfront.net', TableName: 'table' },
};

/** The internet, in which everything answers as it should; `changes` are answers by the beginning of the address. */
const answering =
  (changes: Readonly<Record<string, object | 'silence'>> = {}): typeof fetch =>
  async (input) => {
    const address = String(input);
    const [, change] = Object.entries(changes).find(([begin]) => address.startsWith(begin)) ?? [];
    if (change === 'silence')
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
    const [issuer] = address.split('.well-known');
    const own = ownIssuers.find((one) => issuer === one.issuer || issuer === `${one.issuer}/`);
    const known = address.endsWith('/jwks')
      ? { keys: [{ kty: 'RSA' }] }
      : { issuer: own?.issuer, jwks_uri: 'https://login.acme.com/jwks' };
    return Response.json(change ?? known, { headers: { 'access-control-allow-origin': '*' } });
  };

interface Change {
  readonly aws?: Partial<Aws>;
  readonly target?: Partial<Target>;
}

const sms = {
  senderId: 'ACME',
  countries: ['DE', 'US', 'GB'],
  numbers: { '+1': '+12065550100' },
  registered: ['GB'],
};

const targetWith = ({ aws, target }: Change = {}): Target => ({
  deployment: full,
  account: '123456789012',
  aws: { ...fine, ...aws },
  stack,
  startsEmpty: false,
  sms,
  now: 0,
  fetch: answering(),
  ...target,
});

const notDeployed: Partial<Target> = { stack: undefined };
const withStatus = (status: string): Partial<Target> => ({ stack: { ...stack, status } });

const byHand = deploymentOf(
  'countersign',
  { production: { domain: { name: 'mfa.acme.com' } } },
  { stage: 'production', email: 'you@acme.com', region: 'eu-central-1' },
);

/** What is amiss, the check that finds it, how bad it is, and what the remedy says. */
const troubles: readonly (readonly [string, Change, string, Finding['state'], RegExp])[] = [
  [
    'no bootstrap',
    { aws: { bootstrapVersion: async () => undefined }, target: notDeployed },
    'Bootstrap',
    'blocks',
    /npm run deploy -- --bootstrap/,
  ],
  [
    'an old bootstrap',
    { aws: { bootstrapVersion: async () => 5 }, target: notDeployed },
    'Bootstrap',
    'blocks',
    /--bootstrap/,
  ],
  [
    'a table that an earlier stack left',
    { aws: { tables: async () => ['countersign-TableA'] }, target: notDeployed },
    'Kept data',
    'blocks',
    /--table countersign-TableA .*--table new/,
  ],
  [
    'a deletion that failed',
    { target: withStatus('DELETE_FAILED') },
    'Stack',
    'blocks',
    /FORCE_DELETE_STACK/,
  ],
  [
    'a rollback that failed',
    { target: withStatus('UPDATE_ROLLBACK_FAILED') },
    'Stack',
    'blocks',
    /continue-update-rollback/,
  ],
  ['a change under way', { target: withStatus('UPDATE_IN_PROGRESS') }, 'Stack', 'blocks', /Wait/],
  [
    'an issuer that does not answer',
    { target: { fetch: answering({ 'https://login.acme.com/.well': 'silence' }) } },
    'Identity provider',
    'blocks',
    /reachable from the internet/,
  ],
  [
    'an issuer with another name',
    {
      target: {
        fetch: answering({ 'https://customers.acme.com/.well': { issuer: 'https://customers.acme.com' } }),
      },
    },
    'Identity provider',
    'blocks',
    /Write issuer: 'https:\/\/customers.acme.com'/,
  ],
  [
    'an issuer without RSA',
    { target: { fetch: answering({ 'https://login.acme.com/jwks': { keys: [{ kty: 'EC' }] } }) } },
    'Identity provider',
    'blocks',
    /RS256/,
  ],
  [
    'a token endpoint that no page may ask',
    { target: { fetch: async () => Response.json({ issuer: 'x' }) } },
    'Sign-in of the pages',
    'blocks',
    /allowed origins \(CORS\)/,
  ],
  [
    'a zone of somebody else',
    { aws: { hostedZone: async () => undefined } },
    'Hosted zone',
    'blocks',
    /hostedZone/,
  ],
  [
    'a certificate that waits',
    {
      aws: {
        certificate: async () => ({
          status: 'PENDING_VALIDATION',
          record: { name: '_a.acme.com', value: '_b' },
        }),
      },
    },
    'Certificate',
    'blocks',
    /_a\.acme\.com CNAME _b/,
  ],
  [
    'an address that leads nowhere',
    { target: { fetch: answering({ 'https://mfa.acme.com': 'silence' }) } },
    'Address',
    'blocks',
    /mfa.acme.com CNAME d1.cloudfront.net/,
  ],
  [
    'a sender that SES does not know',
    { aws: { sender: async () => undefined } },
    'Mail sender',
    'warns',
    /create-email-identity/,
  ],
  [
    'a sender that nobody has confirmed',
    { aws: { sender: async (identity) => (identity.includes('@') ? false : undefined) } },
    'Mail sender',
    'warns',
    /Open the link/,
  ],
  [
    'a domain that nobody has confirmed',
    { aws: { sender: async (identity) => (identity.includes('@') ? undefined : false) } },
    'Mail sender',
    'warns',
    /DNS records/,
  ],
  [
    'SES in its sandbox',
    { aws: { mail: async () => ({ sandbox: true, stopped: false }) } },
    'Mail sandbox',
    'warns',
    /put-account-details/,
  ],
  [
    'SES that was stopped',
    { aws: { mail: async () => ({ sandbox: false, stopped: true }) } },
    'Mail sandbox',
    'blocks',
    /answer AWS/,
  ],
  [
    'SNS in its sandbox',
    { aws: { texts: async () => ({ sandbox: true, monthlyDollars: 100, reportsFailures: true }) } },
    'Text sandbox',
    'warns',
    /Exit SMS sandbox/,
  ],
  [
    'one dollar for texts',
    { aws: { texts: async () => ({ sandbox: false, monthlyDollars: 1, reportsFailures: true }) } },
    'Text spending',
    'warns',
    /MonthlySpendLimit/,
  ],
  [
    'no reports of texts',
    { aws: { texts: async () => ({ sandbox: false, monthlyDollars: 100, reportsFailures: false }) } },
    'Text reports',
    'warns',
    /--text-reports/,
  ],
  [
    'no number for a country without sender ids',
    { target: { sms: { ...sms, numbers: {} } } },
    'Text senders',
    'warns',
    /sms\.numbers/,
  ],
  [
    'a sender id that is registered nowhere',
    { target: { sms: { ...sms, registered: [] } } },
    'Text senders',
    'warns',
    /sms\.registered/,
  ],
  [
    'ten functions at once',
    { aws: { concurrency: async () => 10 } },
    'Functions at once',
    'warns',
    /request-service-quota-increase/,
  ],
  [
    'no protection',
    { aws: { table: async () => ({ deletionProtection: false }) } },
    'Protection',
    'warns',
    /npm run deploy/,
  ],
  [
    'a receiver who has not confirmed',
    { aws: { receivers: async () => [{ address: 'a@acme.com', confirmed: false }] } },
    'Alarm receivers',
    'warns',
    /Subscription Confirmation" to a@acme.com/,
  ],
  ['no receiver', { aws: { receivers: async () => [] } }, 'Alarm receivers', 'warns', /aws sns subscribe/],
  [
    'an alarm',
    { aws: { alarmsRinging: async () => ['countersign-server-errors'] } },
    'Alarms',
    'warns',
    /docs\/runbook.md/,
  ],
  [
    'a sweep that does not run',
    { aws: { runs: async () => ({ times: 0, failures: 0 }) } },
    'Schedule',
    'warns',
    /get-schedule/,
  ],
  [
    'a sweep that fails',
    { aws: { runs: async () => ({ times: 4, failures: 2 }) } },
    'Schedule',
    'warns',
    /aws logs tail/,
  ],
  [
    'AWS that does not answer in this region',
    {
      aws: { concurrency: async () => Promise.reject(new Error('getaddrinfo ENOTFOUND lambda.xx-north-9')) },
    },
    'Functions at once',
    'blocks',
    /Choose a region/,
  ],
  [
    'credentials that may not look',
    { aws: { concurrency: async () => Promise.reject(new Error('AccessDenied')) } },
    'Functions at once',
    'warns',
    /credentials/,
  ],
];

const lineOf = async (name: string, target: Target) =>
  (await examine(checks, target)).find(({ check }) => check.name === name);

describe('the doctor', () => {
  test.each([
    ['before the first deployment', full, undefined],
    ['after it', full, stack],
    ['of the quick profile', quick, stack],
  ])('finds nothing amiss where all is well, %s', async (_, deployment, state) => {
    const lines = await examine(checks, targetWith({ target: { deployment, stack: state } }));
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter(({ finding }) => finding.state !== 'good').map((line) => report([line]))).toEqual([]);
  });

  test.each(troubles)('%s: says why it matters and what mends it', async (_, change, name, state, remedy) => {
    const line = await lineOf(name, targetWith(change));
    expect(line?.finding.state).toBe(state);
    const [first, why, mend] = report(line ? [line] : []).split('\n');
    expect(first).toMatch(new RegExp(`^[!✗] ${name}: \\S`));
    expect(why).toMatch(/^ {4}\S.*\.$/);
    expect(mend).toMatch(remedy);
  });

  test('tries every check on something that is amiss', () => {
    const tried = new Set(troubles.map(([, , name]) => name));
    expect(checks.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });

  test('with a domain whose zone is elsewhere, there is no zone to look at', async () => {
    expect(await lineOf('Hosted zone', targetWith({ target: { deployment: byHand } }))).toBeUndefined();
  });

  test('a new deployment that is to begin without users does not mind what is left', async () => {
    const change = {
      aws: { tables: async () => ['countersign-TableA'] },
      target: { ...notDeployed, startsEmpty: true },
    };
    expect((await lineOf('Kept data', targetWith(change)))?.finding.state).toBe('good');
  });
});
