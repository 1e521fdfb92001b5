import { budget } from './budget.ts';
import { faultMatrix } from './faults.ts';
import { histories } from './histories.ts';
import type { Part } from './part.ts';
import { races } from './races.ts';
import { radius } from './radius.ts';
import { recounts } from './recount.ts';
import { storm } from './storm.ts';

/** In the order in which all are run. A new part is a file and a line here. */
export const parts: readonly Part[] = [recounts, races, budget, faultMatrix, storm, histories, radius];
