import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { addressOf, NotDeployable } from '../../cdk/deployment.ts';
import { edgeRegion, type StackState } from './aws.ts';
import type { Target } from './check.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cdk = fileURLToPath(new URL('../../node_modules/aws-cdk/bin/cdk', import.meta.url));

const certificatePollMilliseconds = 15_000;

/**
 * Deploys by the CDK, then turns on what protects stack and table. Both stay off until a deployment has succeeded:
 * with them, what is left of a first one that failed could not be removed, and no second could begin.
 *
 * @returns the outputs of the service's stack
 * @throws NotDeployable
 */
export async function deploy(target: Target): Promise<StackState['outputs']> {
  const { aws, deployment } = target;
  const { name, stage, region, administrator, adopted } = deployment;
  await introduceSender(target);
  const watching = watchCertificate(target);
  try {
    await run([
      'deploy',
      '--all',
      ...['--require-approval', 'never', '--no-notices', '--method', 'direct'],
      ...Object.entries({
        stage,
        region,
        email: administrator,
        ...(adopted && { adopted: JSON.stringify(adopted) }),
      }).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
    ]);
  } finally {
    watching.stop();
  }
  const stack = await aws.stack(name);
  const table = stack?.outputs['TableName'];
  if (!table)
    throw new NotDeployable(`The stack ${name} has no table. Look at it in the CloudFormation console.`);
  await aws.protectStack(name);
  await aws.protectTable(table);
  return stack.outputs;
}

/** For texts, once a deployment is there. */
export async function reportTexts(
  { aws, account, deployment: { name } }: Target,
  { ReportsFunctionArn: functionArn = '', TextLogRoleArn: roleArn = '' }: StackState['outputs'],
): Promise<void> {
  await aws.reportTexts(account, { name, functionArn, roleArn });
}

/** By itself and not in the stack: an address or domain often serves other mail of the account as well. */
async function introduceSender({ aws, deployment }: Target): Promise<void> {
  const address = addressOf(deployment.mailFrom);
  const known = [await aws.sender(address), await aws.sender(address.slice(address.indexOf('@') + 1))];
  if (known.every((one) => one === undefined)) await aws.introduceSender(address);
}

/** Without a hosted zone, CloudFormation waits until somebody has added the certificate's record. */
function watchCertificate({ aws, deployment: { domain } }: Target): { stop(): void } {
  if (!domain || domain.hostedZone) return { stop() {} };
  let told = false;
  const timer = setInterval(async () => {
    if (told) return;
    const record = (await aws.certificate(domain.name).catch(() => undefined))?.record;
    if (!record || told) return;
    told = true;
    console.log(
      `\nAWS waits for a proof that ${domain.name} is yours. Add this DNS record; the deployment then goes on:\n\n` +
        `    ${record.name} CNAME ${record.value}\n`,
    );
  }, certificatePollMilliseconds);
  return { stop: () => clearInterval(timer) };
}

/** Prepares the account's regions for the CDK: each needs it once. */
export async function bootstrap({ account, deployment: { region, domain } }: Target): Promise<void> {
  const regions = new Set(domain ? [region, edgeRegion] : [region]);
  // Without the app: it would be built, and needs nothing of it.
  await run([
    'bootstrap',
    ...[...regions].map((one) => `aws://${account}/${one}`),
    '--no-notices',
    '--app',
    '',
  ]);
}

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [cdk, ...args], { cwd: root, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code === 0) return;
  throw new NotDeployable(
    'The deployment has failed; the reason stands above. Mend it and repeat the same command: what is left of this attempt is removed first.',
  );
}
