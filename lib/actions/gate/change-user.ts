import { type Actor, assertMayChange } from '../../domain/authorization.ts';
import { assertMayCause, type Effect, effectsOf } from '../../domain/effects.ts';
import { actorName, attests, type EventOf, stamped, withDetails } from '../../domain/events.ts';
import { eventsBefore, holds, spentBy } from '../../domain/overtaken.ts';
import { Problem } from '../../domain/problems.ts';
import { asItStands } from '../../domain/requirement.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User, UserState } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { Write } from '../../store/client.ts';
import { commitState, readUser } from '../../store/users.ts';
import { othersFaster } from './refusals.ts';
import { pause } from './tries.ts';

/** A state to write, with its event. */
export type Written<T> = {
  readonly state: UserState;
  readonly event: EventOf;
  /** When it happened, in milliseconds, if the rule had to know; otherwise the time of the write. */
  readonly at?: number;
  /** In addition to those that follow from the state (rule 15). */
  readonly effects?: readonly Effect[];
  /** Written in the same transaction, or not at all. */
  readonly along?: readonly Write[];
  /** Thrown when the condition of an accompanying write fails although the user is unchanged. */
  readonly alongRefusal?: Problem;
} & (
  | { readonly answer: T }
  /** A refusal that costs something is thrown only after its cost is written. */
  | { readonly refusal: Problem }
);

/** A rule's decision about a user: something to write, or just an answer when nothing changes. */
export type Decision<T> = Written<T> | Unchanged<T>;

interface Unchanged<T> {
  readonly answer: T;
  /** A decision with these members is written, and must have everything that a write needs. */
  readonly state?: never;
  readonly event?: never;
}

/**
 * @param user under the class as defined at this moment: {@link asItStands}
 * @param stored as read
 */
export type Rule<T> = (user: User, now: EpochSeconds, stored: User) => Decision<T> | Promise<Decision<T>>;

export interface Change {
  readonly userId: string;
  readonly actor: Actor;
  /** The first read is eventually consistent: half the price, and still right because the write is conditional. */
  readonly cheap?: true;
}

/** Tries when others change the same user at the same time; each failed try let somebody else's change through. */
const maximumTries = 16;

/**
 * Changes a user's state: reads it, lets the rule decide, and writes the decision only if the user is unchanged since
 * the read. If somebody else was faster, the rule decides again on the new state. So changes of one user happen one
 * after the other, however many arrive at once, and no answer leaves before its write.
 *
 * @throws Problem what the rule refuses; `user-not-found`; `conflict` when others were faster every time
 */
export async function changeUser<T>(services: Services, change: Change, rule: Rule<T>): Promise<T> {
  const { table, clock, random } = services;
  const { userId, actor } = change;
  let consistent = !change.cheap;
  let user = await readUser(table, userId, { consistent });

  for (let tries = 0; tries < maximumTries; tries++) {
    const decided = await decide(user, userId, actor, rule, services);
    if (decided instanceof Problem) {
      if (consistent || isLasting(decided)) throw decided;
      consistent = true;
      user = await readUser(table, userId, { consistent });
      continue;
    }
    const { decision, previous } = decided;
    if (!decision.state) return decision.answer;

    const spent = spentBy(previous.state, decision.state);
    const event = stamped(spent ? withDetails(decision.event, { spent }) : decision.event, {
      id: random(16).toString('base64url'),
      at: decision.at ?? clock(),
      actor: actorName(actor),
      userId,
    });
    const { earlier: _earlier, ...state } = decision.state;
    const version = previous.state.version + 1;
    const next = { ...state, version, event, ...eventsBefore(previous.state, event.at) };
    const commit = await commitState(table, previous.state, next, decision.along ?? []);
    if (commit.committed) return answerOf(decision);
    if (commit.alongRefused && decision.alongRefusal) throw decision.alongRefusal;
    // The write that lost the race returns the winner's state; the other items are read again only if they changed
    // too. Every second time callers first wait for different times: a state known before that wait is old, and
    // writing on top of it would lose again.
    const rests = tries % 2 === 1;
    if (rests) await pause(tries, random);
    const isCurrent = !rests && commit.current?.generation === previous.state.generation;
    const known = isCurrent ? commit.current : undefined;
    user = known ? { ...previous, state: known } : await readUser(table, userId, { consistent: true });
    consistent = true;
    // A retry inside the SDK whose answer was lost may itself have made the stored write.
    if (user && holds(user.state, event.id)) return answerOf(decision);
  }
  throw othersFaster('this account');
}

/** The state that is stored by now. */
function answerOf<T>(decision: Written<T>): T {
  if ('refusal' in decision) throw decision.refusal;
  return decision.answer;
}

async function decide<T>(
  user: User | undefined,
  userId: string,
  actor: Actor,
  rule: Rule<T>,
  { clock, policy }: Services,
): Promise<Problem | { decision: Decision<T>; previous: User }> {
  if (!user || user.state.deletedAt !== undefined) return userNotFound();
  try {
    assertMayChange(actor, userId, user.profile.roles);
    const now = Math.floor(clock() / 1000);
    const current = asItStands(user, await policy(), now);
    const decision = await rule(current, now, user);
    if (decision.state) {
      const { state, effects = [], event } = decision;
      // A change of the class already accounts for these effects; they are not this change's.
      assertMayCause(actor, [...effectsOf(current.state, state), ...effects], attests(event));
    }
    return { decision, previous: user };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

export const userNotFound = (): Problem =>
  new Problem('user-not-found', 'No user has this id. Create one with POST /v1/users.');

/** Refusals that a newer read cannot change, so no second read is spent on them. */
function isLasting({ code }: Problem): boolean {
  return code === 'verification-locked' || code === 'account-throttled';
}
