import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { FunctionDefinition } from '../functions/wiring/function.ts';
import { config } from '../infra.config.ts';
import { Alarms } from './constructs/alarms.ts';
import { Messages } from './constructs/messages.ts';
import { Schedules } from './constructs/schedules.ts';
import { ServiceApi } from './constructs/service-api.ts';
import { type CodeOf, ServiceFunctions } from './constructs/service-functions.ts';
import { Streams } from './constructs/streams.ts';
import { ServiceTable } from './constructs/table.ts';

interface ServiceStackProps extends StackProps {
  readonly definitions: readonly FunctionDefinition[];
  readonly code: CodeOf;
}

/** The service in its region: data, functions, API, scheduled work, alarms. */
export class ServiceStack extends Stack {
  /** Host of the HTTP API, the origin behind the edge. */
  readonly apiHost: string;

  constructor(scope: Construct, id: string, { definitions, code, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const table = new ServiceTable(this, 'Table');
    const secretsKey = new Key(this, 'SecretsKey', {
      description: 'Countersign: wraps the keys that second-factor secrets are sealed with',
      alias: `${config.service}-secrets`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const messages = new Messages(this, 'Messages');
    const functions = new ServiceFunctions(this, 'Functions', {
      definitions,
      code,
      table,
      secretsKey,
      messages,
    });
    const { api, stage } = new ServiceApi(this, 'Api', functions);
    const streams = new Streams(this, 'Streams', table, functions);
    const schedules = new Schedules(this, 'Schedules', functions);
    const deadLetters = [...streams.deadLetters, schedules.deadLetters];
    new Alarms(this, 'Alarms', { functions, stage, deadLetters });

    this.apiHost = `${api.apiId}.execute-api.${this.region}.${this.urlSuffix}`;
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'TableName', { value: table.tableName });
  }
}
