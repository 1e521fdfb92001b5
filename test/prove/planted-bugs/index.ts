import { access } from './access.ts';
import { accounts } from './accounts.ts';
import { audit } from './audit.ts';
import { guesses } from './guesses.ts';
import { messages } from './messages.ts';
import { oneTimeCodes } from './one-time-codes.ts';
import type { PlantedBug } from './planted-bug.ts';
import { secrets } from './secrets.ts';

export const plantedBugs: readonly PlantedBug[] = [
  ...guesses,
  ...oneTimeCodes,
  ...secrets,
  ...messages,
  ...accounts,
  ...access,
  ...audit,
];
