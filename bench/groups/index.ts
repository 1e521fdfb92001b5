import { cost } from './cost.ts';
import { enrollment } from './enrollment.ts';
import type { Group } from './group.ts';
import { naive } from './naive.ts';
import { peers } from './peers.ts';
import { restart } from './restart.ts';
import { sizes } from './sizes.ts';
import { start } from './start.ts';
import { sweep } from './sweep.ts';
import { tokens } from './tokens.ts';
import { users } from './users.ts';
import { verification } from './verification.ts';

/** In the order in which all are run and shown. To add a group: a file and a line here. */
export const groups: readonly Group[] = [
  verification,
  enrollment,
  naive,
  peers,
  sizes,
  start,
  sweep,
  users,
  restart,
  tokens,
  cost,
];
