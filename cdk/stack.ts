import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { FunctionDefinition } from '../functions/wiring/function.ts';
import { signInDocument } from '../lib/domain/sign-in-document.ts';
import { Alarms } from './constructs/alarms.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { Edge } from './constructs/edge.ts';
import { Messages } from './constructs/messages.ts';
import { Pages } from './constructs/pages.ts';
import { People, signInOriginOf } from './constructs/people.ts';
import { Reports } from './constructs/reports.ts';
import { Rollout } from './constructs/rollout.ts';
import { Schedules } from './constructs/schedules.ts';
import { ServiceApi } from './constructs/service-api.ts';
import { type CodeOf, ServiceFunctions } from './constructs/service-functions.ts';
import { Streams } from './constructs/streams.ts';
import { AdoptedTable, OwnTable, type ServiceTable } from './constructs/table.ts';
import type { Deployment } from './deployment.ts';
import type { EdgeStack } from './edge-stack.ts';

interface ServiceStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly definitions: readonly FunctionDefinition[];
  readonly code: CodeOf;
  readonly pages: ISource;
  readonly edge?: EdgeStack;
}

/**
 * The service: data, functions, API, pages, scheduled work, alarms.
 *
 * The order matters. Functions have to know their origin, the origin may be the distribution's own name, and the
 * distribution leads to the API, whose routes lead to the functions. It is no circle, because the distribution needs
 * nothing of the API but its id.
 */
export class ServiceStack extends Stack {
  readonly distributionId: string;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    const { deployment, definitions, code, pages, edge, ...rest } = props;
    super(scope, id, rest);
    const { name, domain } = deployment;
    const { table, secretsKey } = dataOf(this, deployment);
    const messages = new Messages(this, 'Messages', deployment);
    const api = new ServiceApi(this, 'Api', name);
    const files = new Pages(this, 'Pages');
    const { distribution } = new Edge(this, 'Edge', {
      deployment,
      apiHost: api.host,
      pages: files.bucket,
      ...(edge && { edge }),
      signInOrigins: signInOriginsOf(this, deployment),
    });
    this.distributionId = distribution.distributionId;
    const origin = `https://${domain?.name ?? distribution.distributionDomainName}`;
    const people = deployment.identity ? undefined : new People(this, 'People', deployment, origin);
    const issuers = people ? [people.issuer] : (deployment.identity ?? []);
    const functions = new ServiceFunctions(this, 'Functions', {
      deployment,
      origin,
      issuers,
      definitions,
      code,
      table,
      secretsKey,
      messages,
    });
    api.serve(functions, issuers);
    const streams = new Streams(this, 'Streams', table, functions);
    const schedules = new Schedules(this, 'Schedules', name, functions);
    const reports = new Reports(this, 'Reports', deployment, messages.configurationSet, functions);
    const deadLetters = [...streams.deadLetters, schedules.deadLetters, reports.deadLetters];
    const alarms = new Alarms(this, 'Alarms', { deployment, functions, stage: api.stage, deadLetters });
    new Rollout(this, 'Rollout', functions, api.stage, alarms);
    new Dashboard(this, 'Dashboard', { deployment, functions, stage: api.stage, tableName: table.tableName });
    files.publish(pages, [Source.jsonData('sign-in.json', signInDocument(issuers))], distribution);

    const outputs = {
      Origin: origin,
      DistributionHost: distribution.distributionDomainName,
      ApiUrl: api.api.apiEndpoint,
      TableName: table.tableName,
      SecretsKeyArn: secretsKey.keyArn,
      AlarmTopicArn: alarms.topic.topicArn,
      ReportsFunctionArn: reports.functionArn,
      TextLogRoleArn: reports.textLogRole.roleArn,
      Administrator: deployment.administrator,
      ...(deployment.adopted && { Adopted: JSON.stringify(deployment.adopted) }),
      ...(people && { UserPoolId: people.pool.userPoolId, ApplicationClientId: people.applicationClientId }),
    };
    for (const [output, value] of Object.entries(outputs)) new CfnOutput(this, output, { value });
  }
}

/** Where everything is kept, and the key that opens the secrets in it. */
function dataOf(
  stack: Stack,
  { name, adopted }: Deployment,
): { readonly table: ServiceTable; readonly secretsKey: IKey } {
  const secretsKey = adopted?.secretsKeyArn
    ? Key.fromKeyArn(stack, 'SecretsKey', adopted.secretsKeyArn)
    : new Key(stack, 'SecretsKey', {
        description: 'Countersign: wraps the keys that second-factor secrets are sealed with',
        alias: `${name}-secrets`,
        enableKeyRotation: true,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
  const table = adopted ? new AdoptedTable(stack, 'Data', adopted) : new OwnTable(stack, 'Table', secretsKey);
  return { table, secretsKey };
}

/** Known before the distribution and so before the pool, whose clients lead back to the distribution. */
function signInOriginsOf(stack: Stack, deployment: Deployment): string[] {
  if (!deployment.identity) return [signInOriginOf(stack, deployment)];
  const endpoints = deployment.identity.flatMap(({ signIn }) => (signIn ? [signIn.tokenEndpoint] : []));
  return [...new Set(endpoints.map((endpoint) => new URL(endpoint).origin))];
}
