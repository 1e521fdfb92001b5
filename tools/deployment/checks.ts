import { addressOf } from '../../cdk/deployment.ts';
import { config } from '../../infra.config.ts';
import { unpreparedCountries } from '../../lib/domain/text-senders.ts';
import { edgeRegion } from './aws.ts';
import { blocks, type Check, good, warns } from './check.ts';
import { issuers, tokenEndpoints } from './issuers.ts';
import { newTable } from './target.ts';

/** What the CDK's resources must be able to do for this version of it. */
const bootstrapVersion = 6;

/** Both readers of the stream at full speed, the schedules, and some sign-ins. */
const functionsAtOnce = 50;

const expireEveryMinutes = config.schedules['expire-enrollments'].everyMinutes;

const bootstrap: Check = {
  name: 'Bootstrap',
  why: 'The CDK uploads code to a bucket of its own, which each account and region needs once.',
  when: 'before',
  stopsDeployment: true,
  async look({ aws, account, deployment }) {
    for (const region of deployment.domain ? [deployment.region, edgeRegion] : [deployment.region]) {
      const version = await aws.bootstrapVersion(region);
      if (version === undefined || version < bootstrapVersion) {
        return blocks(
          `${region} of account ${account} ${version === undefined ? 'is not bootstrapped' : 'has an old bootstrap'}.`,
          'npm run deploy -- --bootstrap, once. The CDK then makes a bucket and roles of its own there.',
        );
      }
    }
    return good('done');
  },
};

const keptTable: Check = {
  name: 'Kept data',
  why: 'A stack that is deleted leaves its table and keys, with every user and authenticator in them.',
  when: 'before',
  stopsDeployment: true,
  async look({ aws, startsEmpty, deployment: { name, adopted } }) {
    if (adopted) return good(`it goes on with ${adopted.table}`);
    const kept = startsEmpty ? [] : await aws.tables(`${name}-Table`);
    if (kept.length === 0) return good('none');
    return blocks(
      `${kept.join(', ')} is left of an earlier deployment.`,
      `npm run deploy -- ${kept.map((table) => `--table ${table}`).join(' or ')} to go on with it; --table ${newTable} to begin without users.`,
    );
  },
};

const stackState: Check = {
  name: 'Stack',
  why: 'CloudFormation changes a stack only when the change before it has ended.',
  when: 'always',
  stopsDeployment: true,
  async look({ deployment: { name, region }, stack }) {
    if (!stack) return good('none yet');
    const { status, reason } = stack;
    const remove = `aws cloudformation delete-stack --stack-name ${name} --region ${region}`;
    if (/^(ROLLBACK_FAILED|DELETE_FAILED)$/.test(status)) {
      return blocks(
        `${status}${reason ? ` (${reason})` : ''}: half of it is left.`,
        `${remove} --deletion-mode FORCE_DELETE_STACK, then deploy again. Your table and keys stay.`,
      );
    }
    if (status === 'UPDATE_ROLLBACK_FAILED') {
      return blocks(
        `${status}: it is neither the new version nor the old one.`,
        `aws cloudformation continue-update-rollback --stack-name ${name} --region ${region}`,
      );
    }
    if (status.endsWith('_IN_PROGRESS')) {
      return blocks(`${status}: another change is under way.`, 'Wait until it has ended.');
    }
    // The CDK deletes what is left of a first deployment that failed, and starts again.
    return good(status);
  },
};

const protection: Check = {
  name: 'Protection',
  why: 'One wrong click must delete neither the stack nor the table.',
  when: 'after',
  async look({ aws, stack, deployment: { name } }) {
    const table = await aws.table(stack?.outputs['TableName'] ?? '');
    if (stack?.terminationProtection && table.deletionProtection) return good('on for stack and table');
    return warns(
      `${name} or its table can be deleted.`,
      'npm run deploy turns the protection on when a deployment has succeeded.',
    );
  },
};

const mailSender: Check = {
  name: 'Mail sender',
  why: 'SES refuses every mail of a sender that has not been confirmed.',
  when: 'always',
  async look({ aws, deployment: { mailFrom, region } }) {
    const address = addressOf(mailFrom);
    const domain = address.slice(address.indexOf('@') + 1);
    const known = [await aws.sender(address), await aws.sender(domain)];
    if (known.includes(true)) return good(`${address} is confirmed`);
    if (known.every((one) => one === undefined)) {
      return warns(
        `SES in ${region} does not know ${address}.`,
        `npm run deploy introduces it. Or: aws sesv2 create-email-identity --email-identity ${address} --region ${region}`,
      );
    }
    return warns(
      `${address} is not confirmed.`,
      known[1] === false
        ? `Add the DNS records that SES shows for ${domain}.`
        : `Open the link in the mail that AWS has sent to ${address}.`,
    );
  },
};

const mailSandbox: Check = {
  name: 'Mail sandbox',
  why: 'In the sandbox, SES sends to confirmed addresses only, and 200 mails a day.',
  when: 'always',
  async look({ aws, deployment: { region } }) {
    const { sandbox, stopped } = await aws.mail();
    if (stopped) {
      return blocks(
        'AWS has stopped sending for this account.',
        `See the reason in the SES console of ${region} (Reputation), and answer AWS there.`,
      );
    }
    if (!sandbox) return good('left');
    return warns(
      `SES in ${region} is in its sandbox.`,
      `aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url <yours> --use-case-description "<yours>" --region ${region}`,
    );
  },
};

const textSandbox: Check = {
  name: 'Text sandbox',
  why: 'In the sandbox, SNS sends texts to confirmed numbers only.',
  when: 'always',
  async look({ aws, deployment: { region } }) {
    const { sandbox } = await aws.texts();
    if (!sandbox) return good('left');
    return warns(
      `SNS in ${region} is in its sandbox for texts.`,
      `Open the SNS console of ${region}, Text messaging (SMS), and choose "Exit SMS sandbox".`,
    );
  },
};

const textSpending: Check = {
  name: 'Text spending',
  why: 'SNS stops sending texts for the rest of the month when the limit is reached; a new account has 1 USD.',
  when: 'always',
  async look({ aws, deployment: { region } }) {
    const { monthlyDollars } = await aws.texts();
    if (monthlyDollars > 1) return good(`up to ${monthlyDollars} USD a month`);
    return warns(
      `At most ${monthlyDollars} USD a month, which is about 15 texts to Germany.`,
      `Ask AWS for more (Service Quotas, SNS), then: aws sns set-sms-attributes --attributes MonthlySpendLimit=<dollars> --region ${region}`,
    );
  },
};

const textReports: Check = {
  name: 'Text reports',
  why: 'Without reports of SNS nobody learns that a text did not arrive.',
  when: 'after',
  async look({ aws }) {
    const { reportsFailures } = await aws.texts();
    if (reportsFailures) return good('on');
    return warns(
      'SNS does not report what became of texts.',
      'npm run deploy -- --text-reports. It changes a setting of the whole account in this region.',
    );
  },
};

const textSenders: Check = {
  name: 'Text senders',
  why: 'Some countries show no sender id, others only a registered one; texts from any other are dropped without a word.',
  when: 'always',
  async look({ sms }) {
    const { withoutNumber, unregistered } = unpreparedCountries(sms);
    if (withoutNumber.length > 0) {
      return warns(
        `Texts to ${withoutNumber.join(', ')} need a number of yours.`,
        'Request one (AWS End User Messaging, Phone numbers), and enter it in sms.numbers of infra.config.ts; or take the country out of sms.countries.',
      );
    }
    if (unregistered.length === 0) return good(sms.countries.join(', '));
    return warns(
      `${unregistered.join(', ')}: is ${sms.senderId} registered there?`,
      'Register it (AWS End User Messaging, Registrations), and enter the countries in sms.registered of infra.config.ts.',
    );
  },
};

const concurrency: Check = {
  name: 'Functions at once',
  why: 'A new account may run 10 functions at once; sign-ins, the stream and the schedules share them.',
  when: 'always',
  async look({ aws, deployment: { region } }) {
    const allowed = await aws.concurrency();
    if (allowed >= functionsAtOnce) return good(String(allowed));
    return warns(
      `Only ${allowed} functions may run at once in ${region}.`,
      `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region ${region}`,
    );
  },
};

const zone: Check = {
  name: 'Hosted zone',
  why: 'The records of the domain and of its certificate are added there.',
  when: 'always',
  stopsDeployment: true,
  async look({ aws, account, deployment: { domain } }) {
    if (!domain?.hostedZone) return undefined;
    const { id, name } = domain.hostedZone;
    const found = await aws.hostedZone(id);
    if (found === name) return good(`${name} (${id})`);
    return blocks(
      found
        ? `The zone ${id} holds ${found}, not ${name}.`
        : `Account ${account} has no hosted zone ${id}, so ${name} is not proved to be yours.`,
      'Correct `hostedZone` of the stage in infra.config.ts, or leave it out and add the records by hand.',
    );
  },
};

const certificate: Check = {
  name: 'Certificate',
  why: 'CloudFront serves your domain only with a certificate that AWS has issued.',
  when: 'after',
  async look({ aws, deployment: { domain } }) {
    if (!domain) return undefined;
    const found = await aws.certificate(domain.name);
    if (found?.status === 'ISSUED') return good('issued');
    if (!found) return blocks(`There is none for ${domain.name}.`, 'npm run deploy requests it.');
    const record = found.record && `Add the DNS record ${found.record.name} CNAME ${found.record.value}`;
    return blocks(`${domain.name}: ${found.status}.`, record ?? 'See Certificate Manager in us-east-1.');
  },
};

/** The pages and the API, as a browser reaches them. */
const address: Check = {
  name: 'Address',
  why: 'Setup links in mails lead there.',
  when: 'after',
  async look({ fetch, stack, deployment: { domain } }) {
    const origin = stack?.outputs['Origin'] ?? '';
    const host = stack?.outputs['DistributionHost'] ?? '';
    const toDistribution = domain
      ? `Add the DNS record ${domain.name} CNAME ${host} (or an alias), and wait until it is known everywhere.`
      : 'Wait some minutes: CloudFront tells its locations about a new address.';
    try {
      const { status } = await fetch(`${origin}/sign-in.json`, { signal: AbortSignal.timeout(10_000) });
      if (status === 200) return good(origin);
      return blocks(`${origin} answers ${status}.`, toDistribution);
    } catch (error) {
      return blocks(`${origin} does not answer (${reasonOf(error)}).`, toDistribution);
    }
  },
};

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
};

const receivers: Check = {
  name: 'Alarm receivers',
  why: 'AWS sends no alarm to an address whose owner has not confirmed it.',
  when: 'after',
  async look({ aws, stack }) {
    const topic = stack?.outputs['AlarmTopicArn'] ?? '';
    const found = await aws.receivers(topic);
    const confirmed = found.filter((one) => one.confirmed);
    if (confirmed.length > 0) return good(confirmed.map((one) => one.address).join(', '));
    const [waiting] = found;
    return warns(
      'Nobody is woken.',
      waiting
        ? `Open the link in the mail "AWS Notification - Subscription Confirmation" to ${waiting.address}.`
        : `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint <address>`,
    );
  },
};

const alarms: Check = {
  name: 'Alarms',
  why: 'Each has an entry in docs/runbook.md.',
  when: 'after',
  async look({ aws, deployment: { name } }) {
    const ringing = await aws.alarmsRinging(`${name}-`);
    if (ringing.length === 0) return good('none is ringing');
    return warns(`${ringing.join(', ')}`, 'See docs/runbook.md for each of them.');
  },
};

const sweep: Check = {
  name: 'Schedule',
  why: 'The sweep marks enrollments that have expired, and disables those accounts.',
  when: 'after',
  async look({ aws, now, deployment: { name, region } }) {
    const minutes = 3 * expireEveryMinutes + 5;
    const { times, failures } = await aws.runs(`${name}-expire`, minutes, now);
    if (times > 0 && failures === 0) return good(`the sweep ran ${times} times in ${minutes} minutes`);
    return warns(
      times === 0
        ? `The sweep has not run in the last ${minutes} minutes.`
        : `The sweep failed ${failures} times in ${minutes} minutes.`,
      times === 0
        ? `If the deployment is older than that: aws scheduler get-schedule --group-name ${name} --name expire-enrollments --region ${region}`
        : `aws logs tail $(aws lambda get-function-configuration --function-name ${name}-expire --query LoggingConfig.LogGroup --output text --region ${region}) --region ${region}`,
    );
  },
};

/** In the order in which a person would mend them. */
export const checks: readonly Check[] = [
  bootstrap,
  keptTable,
  stackState,
  issuers,
  tokenEndpoints,
  zone,
  certificate,
  address,
  mailSender,
  mailSandbox,
  textSandbox,
  textSpending,
  textSenders,
  textReports,
  concurrency,
  protection,
  receivers,
  alarms,
  sweep,
];
