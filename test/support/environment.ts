import type { Environment } from '../../functions/wiring/environment.ts';
import { deployment } from './gateway-event.ts';

/** A function's environment as CDK would set it; tests name what they depend on. */
export const environmentWith = (given: Partial<Environment> = {}): Environment => ({
  TABLE_NAME: 'none',
  KEY_ID: 'none',
  ORIGIN: deployment.origin,
  IDENTITY: JSON.stringify(deployment.issuers),
  MAIL_FROM: 'Countersign <no-reply@example.com>',
  MAIL_CONFIGURATION_SET: 'countersign',
  SMS_SENDERS: '{"senderId":"CNTRSGN","numbers":{}}',
  METRIC_NAMESPACE: 'countersign',
  ...given,
});
