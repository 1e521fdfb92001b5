import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { account, type Emulator, region } from './emulator.ts';

export interface Template {
  readonly Resources: Record<string, TemplateResource>;
}

export interface TemplateResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties are whatever CloudFormation says
  readonly Properties: any;
}

/** A stack as CloudFormation knows it. */
export class Deployed {
  readonly stack: string;
  readonly #url: string;
  readonly #formation: CloudFormationClient;
  readonly #buckets: S3Client;
  readonly #tables: DynamoDBClient;

  constructor(emulator: Emulator, stack = 'countersign', place = region) {
    this.stack = stack;
    this.#url = emulator.url;
    this.#formation = new CloudFormationClient({ ...emulator.client, region: place });
    this.#tables = new DynamoDBClient(emulator.client);
    this.#buckets = new S3Client({ ...emulator.client, forcePathStyle: true });
  }

  async outputs(): Promise<Record<string, string>> {
    const { Stacks } = await this.#formation.send(new DescribeStacksCommand({ StackName: this.stack }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  }

  /** Number of resources by type. */
  async resources(): Promise<number> {
    let count = 0;
    const pages = paginateListStackResources({ client: this.#formation }, { StackName: this.stack });
    for await (const { StackResourceSummaries = [] } of pages) count += StackResourceSummaries.length;
    return count;
  }

  async template(): Promise<string> {
    const asked = new GetTemplateCommand({ StackName: this.stack, TemplateStage: 'Original' });
    return (await this.#formation.send(asked)).TemplateBody ?? '';
  }

  /** What is left of a first deployment that failed. */
  async fail(): Promise<void> {
    const StackName = this.stack;
    const Policy = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'nobody',
        Roles: ['nobody'],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }],
        },
      },
    };
    await this.#formation.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({ Resources: { Policy } }),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    while ((await this.#status()) !== 'ROLLBACK_COMPLETE') await sleep(200);
  }

  async #status(): Promise<string | undefined> {
    const { Stacks } = await this.#formation.send(new DescribeStacksCommand({ StackName: this.stack }));
    return Stacks?.[0]?.StackStatus;
  }

  /** As an administrator does who has read how: protection off, then the stack. */
  async remove(): Promise<void> {
    const StackName = this.stack;
    const { TableName } = await this.outputs();
    await this.#formation.send(
      new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
    );
    await this.#tables.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await this.#formation.send(new DeleteStackCommand({ StackName }));
    const waiting = { client: this.#formation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
    await waitUntilStackDeleteComplete(waiting, { StackName });
  }

  /** Too long to be sent with the call, so by way of the bucket that the CDK uses. */
  async update(template: string): Promise<void> {
    const Bucket = `cdk-hnb659fds-assets-${account}-${region}`;
    const Key = `${this.stack}.json`;
    await this.#buckets.send(new PutObjectCommand({ Bucket, Key, Body: template }));
    await this.#formation.send(
      new UpdateStackCommand({
        StackName: this.stack,
        TemplateURL: `${this.#url}/${Bucket}/${Key}`,
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      }),
    );
    const waiting = { client: this.#formation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
    await waitUntilStackUpdateComplete(waiting, { StackName: this.stack });
  }
}
