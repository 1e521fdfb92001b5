import { budget } from './budget.ts';
import { bugs } from './bugs.ts';
import { faultMatrix } from './faults.ts';
import type { Part } from './part.ts';
import { privilege } from './privilege.ts';
import { races } from './races.ts';
import { radius } from './radius.ts';
import { recounts } from './recount.ts';

/** In the order in which all are run. A new part is a file and a line here. */
export const parts: readonly Part[] = [recounts, races, budget, faultMatrix, bugs, privilege, radius];
