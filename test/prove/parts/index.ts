import { budget } from './budget.ts';
import { bugs } from './bugs.ts';
import { canaries } from './canaries.ts';
import { delivery } from './delivery.ts';
import { diagnosis } from './diagnosis.ts';
import { enumeration } from './enumeration.ts';
import { faultMatrix } from './faults.ts';
import { fuzz } from './fuzz.ts';
import { histories } from './histories.ts';
import { keys } from './keys.ts';
import type { Part } from './part.ts';
import { privilege } from './privilege.ts';
import { races } from './races.ts';
import { radius } from './radius.ts';
import { recounts } from './recount.ts';
import { restore } from './restore.ts';
import { storm } from './storm.ts';
import { sweeps } from './sweep.ts';
import { tampering } from './tampering.ts';
import { undisturbed } from './undisturbed.ts';
import { vectors } from './vectors.ts';

/** In the order in which all are run. A new part is a file and a line here. */
export const parts: readonly Part[] = [
  recounts,
  races,
  budget,
  undisturbed,
  faultMatrix,
  storm,
  histories,
  fuzz,
  canaries,
  enumeration,
  diagnosis,
  privilege,
  sweeps,
  delivery,
  keys,
  vectors,
  restore,
  tampering,
  bugs,
  radius,
];
