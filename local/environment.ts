import type { Environment } from '../functions/wiring/environment.ts';
import type { RoleResources } from '../functions/wiring/permissions.ts';
import { config } from '../infra.config.ts';
import type { Issuer } from '../lib/domain/issuers.ts';

/** Where the runner pretends to be: only the SDK's signatures name it. */
export const region = 'eu-central-1';

export const tableName = config.service;
const sender = 'no-reply@example.com';
export const keyId = `arn:aws:kms:${region}:000000000000:key/local`;

/** What functions work on here, by the names that AWS would give it. */
export const localResources: RoleResources = {
  region,
  tableArn: `arn:aws:dynamodb:${region}:000000000000:table/${tableName}`,
  streamArn: `arn:aws:dynamodb:${region}:000000000000:table/${tableName}/stream/local`,
  storageKeyArn: `arn:aws:kms:${region}:000000000000:key/storage`,
  secretsKeyArn: keyId,
  identitiesArn: `arn:aws:ses:${region}:000000000000:identity/*`,
  configurationSetArn: `arn:aws:ses:${region}:000000000000:configuration-set/${config.service}`,
  sender,
};

export interface Endpoints {
  readonly origin: string;
  readonly issuers: readonly Issuer[];
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly dynamodb: string;
  readonly kms: string;
  readonly ses: string;
  readonly sns: string;
}

/** The environment that CDK and Lambda give a function, plus the addresses of the stand-ins. */
export function functionEnvironment(endpoints: Endpoints): Readonly<Record<string, string>> {
  const own: Environment = {
    TABLE_NAME: tableName,
    KEY_ID: keyId,
    ORIGIN: endpoints.origin,
    IDENTITY: JSON.stringify(endpoints.issuers),
    MAIL_FROM: `Countersign <${sender}>`,
    MAIL_CONFIGURATION_SET: config.service,
    SMS_SENDERS: JSON.stringify({ senderId: config.sms.senderId, numbers: config.sms.numbers }),
    METRIC_NAMESPACE: config.service,
  };
  return {
    ...own,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: endpoints.accessKeyId,
    AWS_SECRET_ACCESS_KEY: endpoints.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_KMS: endpoints.kms,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
  };
}
