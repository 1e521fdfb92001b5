import type { Client } from './client.ts';
import type { Deployment } from './deployment.ts';

/** What the driver knows of somebody by the answers that it got. */
export interface Person {
  readonly userId: string;
  readonly phone: string;
  /** `unknown`: an answer was lost for good, and so is what it said. */
  stage: 'new' | 'enrolled' | 'unknown';
  /** Being dealt with: whoever else comes takes somebody else. */
  busy: boolean;
  /** The id is not told to who enrolls by a link. */
  app?: { readonly tokenId?: string; readonly secret: string; step: number };
  counter?: { readonly tokenId: string; readonly secret: string; next: number };
  textTo?: string;
  /** A code was sent for this verification. */
  waiting?: { readonly verificationId: string; readonly tokenId: string; readonly since: number };
  backupCodes: string[];
  spentCodes: string[];
  /** Wrong codes that count against the account: in a row, and at all. */
  failures: { row: number; all: number };
  label?: string;
}

export const newPerson = (userId: string, phone: string): Person => ({
  userId,
  phone,
  stage: 'new',
  busy: false,
  backupCodes: [],
  spentCodes: [],
  failures: { row: 0, all: 0 },
});

/** Nothing of an earlier enrollment is left. */
export function forgetFactors(person: Person): void {
  for (const name of ['app', 'counter', 'textTo', 'waiting', 'label'] as const) delete person[name];
  person.backupCodes = [];
  person.spentCodes = [];
}

/** What somebody does, with the person held. */
export type Action = (stage: Stage, person: Person) => Promise<void>;

export interface Stage {
  readonly deployment: Deployment;
  readonly client: Client;
  readonly draw: (below: number) => number;
}
