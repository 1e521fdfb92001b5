import { definition as deliver } from './deliver.ts';
import { definition as directory } from './directory.ts';
import { definition as enroll } from './enroll.ts';
import { definition as events } from './events.ts';
import { definition as expire } from './expire.ts';
import type { FunctionDefinition } from './function.ts';
import { definition as overview } from './overview.ts';
import { definition as record } from './record.ts';
import { definition as reset } from './reset.ts';
import { definition as self } from './self.ts';
import { definition as settings } from './settings.ts';
import { definition as tokens } from './tokens.ts';
import { definition as unmatched } from './unmatched.ts';
import { definition as users } from './users.ts';
import { definition as verify } from './verify.ts';

/** Every Lambda function. CDK, the local runner, the OpenAPI document and the authorization tests read this list. */
export const functions: readonly FunctionDefinition[] = [
  verify,
  enroll,
  reset,
  tokens,
  users,
  directory,
  settings,
  overview,
  self,
  events,
  unmatched,
  expire,
  record,
  deliver,
];
