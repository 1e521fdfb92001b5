import { acceptedOnce, onlyForwards } from './acceptance.ts';
import { codesAddUp } from './backup-codes.ts';
import { type Book, type Dump, openBook } from './book.ts';
import { everyChangeHasItsEvent } from './chain.ts';
import { countsAreRecounts } from './counts.ts';
import type { Finding, Invariant } from './finding.ts';
import { linksLeadHome } from './links.ts';
import { messagesAddUp } from './messages.ts';
import { nothingInClear } from './plaintext.ts';
import { attemptsCounted, verifiedByEvent } from './sessions.ts';
import { throttleReplayed } from './throttle.ts';
import { bornByEvent, closedIsClosed } from './tokens.ts';
import { appliedWhole } from './whole.ts';

/**
 * The fourteen invariants of a deployment, checked from the raw items by a reader that shares nothing with the code
 * that wrote them. "Event" is an item of the audit; the *chain* of a user is the events of their states by version.
 *
 * | id | what must hold |
 * |---|---|
 * | I1 | no time step or counter of a token is in two events (`details.spent`), no verification succeeded twice, and each backup code that was accepted left one less than the one before |
 * | I2 | a session's attempts are the events that cost it one; at most the maximum; nothing is judged after it was locked |
 * | I3 | a session is verified exactly if one event accepted it; an assertion is redeemed once, where a verdict came with one |
 * | I4 | backup codes issued = left + used, of the set that the state names, listed by how many are left |
 * | I5 | the account throttle (failures in a row, by the hour, and the wait) is what the chain makes of it |
 * | I6 | along the chain the step or counter of a token strictly grows, and is the last accepted one |
 * | I7 | each token of a state has its record and the event that made it ACTIVE; what waits for its first code has had none |
 * | I8 | enabled is what the chain makes of it, nothing starts or is accepted while it is not; each expiry has its event and its notice |
 * | I9 | a message is ended by its one event, waits in the due list until then and is erased with it; a notice has its event and an event its notice; providers got what was sent, a link once or twice |
 * | I10 | overview counters, members of classes, and the lists of each item are what the items themselves say |
 * | I11 | the live link of a user is the newest, leads to that user and was not used; no key is confirmed twice; no more links are used than sent |
 * | I12 | no secret that was given out stands anywhere in clear, keys are sealed, addresses and numbers stand with the person only |
 * | I13 | there is no hash chain here: instead, the chain numbers every version of every user from 1 without gap or repeat up to the state's own, and every event that any item carries is recorded exactly once |
 * | I14 | all that was answered with success happened; persons, what they are found by and devices are there whole or not at all |
 *
 * Where one cannot be decided from what is kept, the weaker form is checked: whether a change of one's own factors
 * showed a fresh code is open in I5 where the code was a sent one; items that the table has purged are not missed.
 */
const checks: readonly (readonly [Invariant, (book: Book) => Finding[]])[] = [
  ['I1', acceptedOnce],
  ['I2', attemptsCounted],
  ['I3', verifiedByEvent],
  ['I4', codesAddUp],
  ['I5', throttleReplayed],
  ['I6', onlyForwards],
  ['I7', bornByEvent],
  ['I8', closedIsClosed],
  ['I9', messagesAddUp],
  ['I10', countsAreRecounts],
  ['I11', linksLeadHome],
  ['I12', nothingInClear],
  ['I13', everyChangeHasItsEvent],
  ['I14', appliedWhole],
];

export const invariants: readonly Invariant[] = checks.map(([id]) => id);

/** @returns what does not hold; nothing if all is well */
export function recount(dump: Dump): Finding[] {
  const book = openBook(dump);
  return checks.flatMap(([, check]) => check(book));
}
