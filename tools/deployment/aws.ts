import { ACMClient, DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutSubscriptionFilterCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  paginateListTables,
  RestoreTableToPointInTimeCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import {
  CreateEmailIdentityCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListSubscriptionsByTopicCommand,
  SetSMSAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { secretsKeyTag } from '../../cdk/deployment.ts';
import { tableDescription } from '../../lib/store/table.ts';

/** Whether AWS answered that the thing is not there. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && (/NotFound|NoSuch/.test(error.name) || /does not exist/.test(error.message));

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export interface StackState {
  readonly status: string;
  readonly reason: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
}

interface TextReports {
  /** The deployment's. */
  readonly name: string;
  readonly functionArn: string;
  readonly roleArn: string;
}

/** CloudFront takes its certificate and firewall from here, wherever the service is. */
export const edgeRegion = 'us-east-1';

/**
 * What a deployment asks of AWS, in one region of the account that the credentials name. Each question is a function
 * of its own, so that a check says what it needs and a test can answer it.
 *
 * @param region without it the one that the environment or the profile names
 */
export function awsOf(region?: string) {
  const place = region ? { region } : {};
  const global = { region: edgeRegion };
  const formation = new CloudFormationClient(place);
  const ses = new SESv2Client(place);
  const sns = new SNSClient(place);
  const cloudWatch = new CloudWatchClient(place);
  const dynamodb = new DynamoDBClient(place);
  const logs = new CloudWatchLogsClient(place);
  const certificates = new ACMClient(global);

  return {
    /** The region that credentials and environment name. */
    region: async (): Promise<string | undefined> => {
      try {
        return await new STSClient(place).config.region();
      } catch {
        return undefined;
      }
    },

    account: async (): Promise<string> =>
      (await new STSClient(place).send(new GetCallerIdentityCommand({}))).Account ?? '',

    /** Version of the CDK's own resources in a region; undefined before `cdk bootstrap`. */
    bootstrapVersion: async (where: string): Promise<number | undefined> => {
      const found = await orNothing(
        new SSMClient({ region: where }).send(
          new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' }),
        ),
      );
      return found && Number(found.Parameter?.Value);
    },

    stack: async (name: string): Promise<StackState | undefined> => {
      const found = await orNothing(formation.send(new DescribeStacksCommand({ StackName: name })));
      const [stack] = found?.Stacks ?? [];
      if (!stack) return undefined;
      return {
        status: stack.StackStatus ?? '',
        reason: stack.StackStatusReason,
        terminationProtection: stack.EnableTerminationProtection ?? false,
        outputs: Object.fromEntries(
          (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
        ),
      };
    },

    protectStack: async (name: string): Promise<void> => {
      await formation.send(
        new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: true }),
      );
    },

    table: async (name: string) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
      return { deletionProtection: Table?.DeletionProtectionEnabled ?? false };
    },

    /** Tables whose names begin like this, which only this service makes. */
    tables: async (prefix: string): Promise<string[]> => {
      const names: string[] = [];
      for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {}))
        names.push(...TableNames);
      return names.filter((name) => name.startsWith(prefix));
    },

    /** What a stack has to know of a table that it adopts; undefined if there is none of this name. */
    keptTable: async (name: string) => {
      const found = await orNothing(dynamodb.send(new DescribeTableCommand({ TableName: name })));
      if (!found?.Table) return undefined;
      const { TableArn, LatestStreamArn, StreamSpecification, SSEDescription } = found.Table;
      const { Tags = [] } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TableArn }));
      return {
        streamArn: StreamSpecification?.StreamEnabled ? LatestStreamArn : undefined,
        storageKeyArn: SSEDescription?.KMSMasterKeyArn,
        secretsKeyArn: Tags.find(({ Key }) => Key === secretsKeyTag)?.Value,
      };
    },

    /** Starts to restore a table under another name, with the key of the first. */
    restoreTable: async (source: string, table: string, at: Date): Promise<void> => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: source }));
      await dynamodb.send(
        new RestoreTableToPointInTimeCommand({
          SourceTableName: source,
          TargetTableName: table,
          RestoreDateTime: at,
          SSESpecificationOverride: {
            Enabled: true,
            SSEType: 'KMS',
            KMSMasterKeyId: Table?.SSEDescription?.KMSMasterKeyArn,
          },
        }),
      );
    },

    isTableReady: async (name: string): Promise<boolean> => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
      return Table?.TableStatus === 'ACTIVE';
    },

    /** A restored table has neither stream nor expiry, recovery, protection or tags. */
    prepareRestored: async (name: string, secretsKeyArn: string): Promise<void> => {
      const { TableDescription } = await dynamodb.send(
        new UpdateTableCommand({
          TableName: name,
          DeletionProtectionEnabled: true,
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        }),
      );
      await dynamodb.send(
        new UpdateTimeToLiveCommand({
          TableName: name,
          TimeToLiveSpecification: { AttributeName: tableDescription.timeToLive, Enabled: true },
        }),
      );
      await dynamodb.send(
        new UpdateContinuousBackupsCommand({
          TableName: name,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      );
      await dynamodb.send(
        new TagResourceCommand({
          ResourceArn: TableDescription?.TableArn,
          Tags: [{ Key: secretsKeyTag, Value: secretsKeyArn }],
        }),
      );
    },

    protectTable: async (name: string): Promise<void> => {
      await dynamodb.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: true }));
    },

    /** SES in this region: outside of its sandbox, and not stopped. */
    mail: async () => {
      const { ProductionAccessEnabled = false, SendingEnabled = true } = await ses.send(
        new GetAccountCommand({}),
      );
      return { sandbox: !ProductionAccessEnabled, stopped: !SendingEnabled };
    },

    /** Whether an address or a domain may send; undefined when SES does not know it. */
    sender: async (identity: string): Promise<boolean | undefined> => {
      const found = await orNothing(ses.send(new GetEmailIdentityCommand({ EmailIdentity: identity })));
      return found && (found.VerifiedForSendingStatus ?? false);
    },

    /** Makes SES ask the owner of an address to confirm it. */
    introduceSender: async (identity: string): Promise<void> => {
      await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: identity }));
    },

    texts: async () => {
      const { attributes = {} } = await sns.send(new GetSMSAttributesCommand({}));
      const { IsInSandbox = true } = await sns.send(new GetSMSSandboxAccountStatusCommand({}));
      return {
        sandbox: IsInSandbox,
        monthlyDollars: Number(attributes['MonthlySpendLimit'] ?? 1),
        reportsFailures: Boolean(attributes['DeliveryStatusIAMRole']),
      };
    },

    /**
     * Lets SNS log what becomes of texts, and leads the log to a function. The log and the setting belong to the account
     * in this region; up to two deployments can read it.
     */
    reportTexts: async (account: string, { name, functionArn, roleArn }: TextReports): Promise<void> => {
      await sns.send(
        new SetSMSAttributesCommand({
          attributes: { DeliveryStatusIAMRole: roleArn, DeliveryStatusSuccessSamplingRate: '0' },
        }),
      );
      const logGroupName = `sns/${await logs.config.region()}/${account}/DirectPublishToPhoneNumber/Failure`;
      await orNothing(logs.send(new CreateLogGroupCommand({ logGroupName }))).catch((error) => {
        if (!(error instanceof ResourceAlreadyExistsException)) throw error;
      });
      await logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName,
          filterName: name,
          filterPattern: '',
          destinationArn: functionArn,
        }),
      );
    },

    /** Addresses that the alarms go to, and whether their owners have confirmed it. */
    receivers: async (topicArn: string) => {
      const { Subscriptions = [] } = await sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }),
      );
      return Subscriptions.map(({ Endpoint = '', SubscriptionArn = '' }) => ({
        address: Endpoint,
        confirmed: SubscriptionArn.startsWith('arn:'),
      }));
    },

    alarmsRinging: async (prefix: string): Promise<string[]> => {
      const { MetricAlarms = [] } = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, StateValue: 'ALARM' }),
      );
      return MetricAlarms.map(({ AlarmName = '' }) => AlarmName);
    },

    /** How often a function ran, and failed, in the last minutes. */
    runs: async (functionName: string, minutes: number, now: number) => {
      const sum = async (MetricName: string): Promise<number> => {
        const { Datapoints = [] } = await cloudWatch.send(
          new GetMetricStatisticsCommand({
            Namespace: 'AWS/Lambda',
            MetricName,
            Dimensions: [{ Name: 'FunctionName', Value: functionName }],
            StartTime: new Date(now - minutes * 60_000),
            EndTime: new Date(now),
            Period: 60,
            Statistics: ['Sum'],
          }),
        );
        return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
      };
      return { times: await sum('Invocations'), failures: await sum('Errors') };
    },

    /** Functions that may run at the same time in this account and region. */
    concurrency: async (): Promise<number> => {
      const { AccountLimit } = await new LambdaClient(place).send(new GetAccountSettingsCommand({}));
      return AccountLimit?.ConcurrentExecutions ?? 0;
    },

    /** Name of a zone of this account in Route 53; undefined if there is none of this id. */
    hostedZone: async (id: string): Promise<string | undefined> => {
      const found = await orNothing(new Route53Client(global).send(new GetHostedZoneCommand({ Id: id })));
      return found?.HostedZone?.Name?.replace(/\.$/, '');
    },

    /** The newest certificate of a domain, and the record that proves the domain to AWS. */
    certificate: async (domain: string) => {
      const { CertificateSummaryList = [] } = await certificates.send(new ListCertificatesCommand({}));
      const arn = CertificateSummaryList.filter(({ DomainName }) => DomainName === domain).at(
        -1,
      )?.CertificateArn;
      if (!arn) return undefined;
      const { Certificate } = await certificates.send(
        new DescribeCertificateCommand({ CertificateArn: arn }),
      );
      const record = Certificate?.DomainValidationOptions?.[0]?.ResourceRecord;
      return {
        status: Certificate?.Status ?? '',
        record: record && { name: record.Name ?? '', value: record.Value ?? '' },
      };
    },
  };
}

export type Aws = ReturnType<typeof awsOf>;
