import { parseArgs } from 'node:util';
import { type Deployment, deploymentOf, mainStage, NotDeployable, nameOf } from '../../cdk/deployment.ts';
import { config, stages } from '../../infra.config.ts';
import { awsOf } from './aws.ts';
import type { Target } from './check.ts';

export interface Options {
  readonly stage: string;
  readonly email: string | undefined;
  readonly region: string | undefined;
  readonly help: boolean;
}

/** @throws NotDeployable for an option that does not exist */
export function optionsOf(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        stage: { type: 'string', default: mainStage },
        email: { type: 'string' },
        region: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { email: undefined, region: undefined, ...values };
  } catch (error) {
    throw new NotDeployable((error as Error).message);
  }
}

/**
 * What is to be deployed, and what is there. A deployment remembers the e-mail address that it was given, so that the
 * next one needs none.
 *
 * @throws NotDeployable
 */
export async function targetOf({ stage, email, region }: Options): Promise<Target> {
  const place = region ?? stages[stage]?.region ?? (await awsOf().region());
  const order = { stage, region: place };
  // Refuses a wrong stage, region or address before AWS is asked anything.
  if (email !== undefined || !place) deploymentOf(config.service, stages, { ...order, email });
  const aws = awsOf(place);
  const account = await accountOf(aws);
  const stack = await aws.stack(nameOf(config.service, stage));
  const deployment: Deployment = deploymentOf(config.service, stages, {
    ...order,
    email: email ?? stack?.outputs['Administrator'],
  });
  return { deployment, account, aws, stack, now: Date.now(), fetch };
}

async function accountOf(aws: Target['aws']): Promise<string> {
  try {
    return await aws.account();
  } catch (error) {
    throw new NotDeployable(
      `AWS takes no credentials from here (${(error as Error).message}). Sign in with "aws sso login" or "aws configure", or set AWS_PROFILE.`,
    );
  }
}
