import { budget } from './budget.ts';
import { delivery } from './delivery.ts';
import { faultMatrix } from './faults.ts';
import { fuzz } from './fuzz.ts';
import { keys } from './keys.ts';
import type { Part } from './part.ts';
import { races } from './races.ts';
import { radius } from './radius.ts';
import { recounts } from './recount.ts';
import { restore } from './restore.ts';
import { storm } from './storm.ts';
import { sweeps } from './sweep.ts';
import { tampering } from './tampering.ts';
import { vectors } from './vectors.ts';

/** In the order in which all are run. A new part is a file and a line here. */
export const parts: readonly Part[] = [
  recounts,
  races,
  budget,
  faultMatrix,
  storm,
  fuzz,
  sweeps,
  delivery,
  keys,
  vectors,
  restore,
  tampering,
  radius,
];
