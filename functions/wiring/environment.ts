/**
 * The environment of every function, in one place: CDK fills it from the stack's resources, the local runner
 * from its stand-ins. `IDENTITY` is the list of issuers as JSON, `SMS_SENDERS` what texts come from. Region and credentials come from Lambda itself.
 */
export const environmentNames = [
  'TABLE_NAME',
  'KEY_ID',
  'ORIGIN',
  'IDENTITY',
  'MAIL_FROM',
  'MAIL_CONFIGURATION_SET',
  'SMS_SENDERS',
  'METRIC_NAMESPACE',
] as const;

export type Environment = Record<(typeof environmentNames)[number], string>;
