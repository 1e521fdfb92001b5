import { definition as assertions } from '../assertions.ts';
import { definition as bypass } from '../bypass.ts';
import { definition as challenge } from '../challenge.ts';
import { definition as classes } from '../classes.ts';
import { definition as enableDisable } from '../enable-disable.ts';
import { definition as enroll } from '../enroll.ts';
import { definition as events } from '../events.ts';
import { definition as expiry } from '../expiry.ts';
import { definition as hardware } from '../hardware.ts';
import { definition as importUsers } from '../import-users.ts';
import { definition as lostToken } from '../lost-token.ts';
import { definition as operator } from '../operator.ts';
import { definition as overview } from '../overview.ts';
import { definition as providers } from '../providers.ts';
import { definition as rename } from '../rename.ts';
import { definition as replaceType } from '../replace-type.ts';
import { definition as reset } from '../reset.ts';
import { definition as roles } from '../roles.ts';
import { definition as self } from '../self.ts';
import { definition as settings } from '../settings.ts';
import { definition as setupLinks } from '../setup-links.ts';
import { definition as sweep } from '../sweep.ts';
import { definition as tokenTests } from '../token-tests.ts';
import { definition as tokenTypes } from '../token-types.ts';
import { definition as tokens } from '../tokens.ts';
import { definition as totp } from '../totp.ts';
import { definition as users } from '../users.ts';
import { definition as verify } from '../verify.ts';
import type { FunctionDefinition } from './function.ts';

/** The functions that answer routes, in the order in which the API reference shows them. */
export const httpFunctions: readonly FunctionDefinition[] = [
  verify,
  challenge,
  enroll,
  assertions,
  users,
  rename,
  importUsers,
  reset,
  enableDisable,
  setupLinks,
  tokens,
  tokenTests,
  totp,
  lostToken,
  bypass,
  hardware,
  operator,
  overview,
  expiry,
  sweep,
  settings,
  roles,
  tokenTypes,
  replaceType,
  classes,
  providers,
  events,
  self,
];
