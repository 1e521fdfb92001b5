import { definition as deliver } from './deliver.ts';
import { definition as deliveryReports } from './delivery-reports.ts';
import { definition as expire } from './expire.ts';
import { definition as record } from './record.ts';
import { definition as renewDataKey } from './renew-data-key.ts';
import { definition as requireMembers } from './require-members.ts';
import { definition as unmatched } from './unmatched.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { httpFunctions } from './wiring/http-functions.ts';

/** Every Lambda function. CDK, the local runner, the OpenAPI document and the authorization tests read this list. */
export const functions: readonly FunctionDefinition[] = [
  ...httpFunctions,
  unmatched,
  expire,
  requireMembers,
  renewDataKey,
  record,
  deliver,
  deliveryReports,
];
