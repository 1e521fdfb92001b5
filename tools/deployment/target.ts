import { parseArgs } from 'node:util';
import {
  type Adopted,
  type Deployment,
  deploymentOf,
  mainStage,
  NotDeployable,
  nameOf,
} from '../../cdk/deployment.ts';
import { config, stages } from '../../infra.config.ts';
import { awsOf } from './aws.ts';
import type { Target } from './check.ts';

export interface Options {
  readonly stage: string;
  readonly email: string | undefined;
  readonly region: string | undefined;
  /** The table to go on with, or `new`. */
  readonly table: string | undefined;
  readonly bootstrap: boolean;
  readonly textReports: boolean;
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
        table: { type: 'string' },
        bootstrap: { type: 'boolean', default: false },
        'text-reports': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { 'text-reports': textReports, ...others } = values;
    return { email: undefined, region: undefined, table: undefined, textReports, ...others };
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
export async function targetOf({
  stage,
  email,
  region,
  table,
}: Pick<Options, 'stage' | 'email' | 'region' | 'table'>): Promise<Target> {
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
    adopted: await adoptedBy(aws, stack, table),
  });
  return {
    deployment,
    account,
    aws,
    stack,
    startsEmpty: table === newTable,
    sms: config.sms,
    now: Date.now(),
    fetch,
  };
}

/** What says that a deployment begins without users, although an earlier one has left its table. */
export const newTable = 'new';

/**
 * The table that a deployment goes on with; it remembers the one that it was given once.
 *
 * @throws NotDeployable
 */
async function adoptedBy(
  aws: Target['aws'],
  stack: Target['stack'],
  table: string | undefined,
): Promise<Adopted | undefined> {
  const before: Adopted | undefined = stack?.outputs['Adopted'] && JSON.parse(stack.outputs['Adopted']);
  if (table === undefined || table === newTable || table === before?.table) return before;
  const found = await aws.keptTable(table);
  if (!found) throw new NotDeployable(`There is no table ${table} in this region.`);
  const { streamArn, storageKeyArn, secretsKeyArn } = found;
  if (!streamArn) {
    throw new NotDeployable(
      `The table ${table} has no stream. Run: aws dynamodb update-table --table-name ${table} --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES`,
    );
  }
  // A stack that has a key of its own goes on with it: a table that was restored beside it has the same secrets.
  const key = before?.secretsKeyArn ?? (stack ? undefined : secretsKeyArn);
  if (!storageKeyArn || (!stack && !key)) {
    throw new NotDeployable(
      `The table ${table} does not come from Countersign: it names no key of its secrets.`,
    );
  }
  return { table, streamArn, storageKeyArn, ...(key && { secretsKeyArn: key }) };
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
