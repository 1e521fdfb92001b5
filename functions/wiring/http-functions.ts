import { definition as assertions } from '../assertions.ts';
import { definition as challenge } from '../challenge.ts';
import { definition as classes } from '../classes.ts';
import { definition as directory } from '../roles.ts';
import { definition as enroll } from '../enroll.ts';
import { definition as events } from '../events.ts';
import { definition as exceptions } from '../bypass.ts';
import { definition as expiry } from '../expiry.ts';
import type { FunctionDefinition } from './function.ts';
import { definition as hardware } from '../hardware.ts';
import { definition as importing } from '../import-users.ts';
import { definition as operator } from '../operator.ts';
import { definition as overview } from '../overview.ts';
import { definition as persons } from '../rename.ts';
import { definition as providers } from '../providers.ts';
import { definition as replace } from '../replace-type.ts';
import { definition as reset } from '../reset.ts';
import { definition as self } from '../self.ts';
import { definition as settings } from '../settings.ts';
import { definition as sweep } from '../sweep.ts';
import { definition as tokenTests } from '../token-tests.ts';
import { definition as tokens } from '../tokens.ts';
import { definition as totp } from '../totp.ts';
import { definition as users } from '../users.ts';
import { definition as verify } from '../verify.ts';

/** The functions that answer routes, in the order in which the API reference shows them. */
export const httpFunctions: readonly FunctionDefinition[] = [
  verify,
  challenge,
  enroll,
  assertions,
  users,
  persons,
  importing,
  reset,
  tokens,
  tokenTests,
  totp,
  exceptions,
  hardware,
  operator,
  overview,
  expiry,
  sweep,
  settings,
  directory,
  classes,
  replace,
  providers,
  events,
  self,
];
