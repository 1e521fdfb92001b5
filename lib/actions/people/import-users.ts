import { eachOf } from '../../concurrency.ts';
import { type Actor, assertMayChange } from '../../domain/authorization.ts';
import { assertMayCause } from '../../domain/effects.ts';
import { withDetails } from '../../domain/events.ts';
import type { Policy } from '../../domain/policy.ts';
import type { FieldError } from '../../domain/problems.ts';
import { Problem, type ProblemCode } from '../../domain/problems.ts';
import { withRequirement } from '../../domain/requirement.ts';
import type { KeyToken, TokenParameters, User, UserState } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { withoutKeys } from '../../store/items.ts';
import { createUser, readState } from '../../store/user-records.ts';
import { readUser, writes } from '../../store/users.ts';
import { tokenType } from '../../token-types/index.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import type { SharedKey } from '../../token-types/shared-key.ts';
import { notAllowed } from '../gate/refusals.ts';
import { untilWritten } from '../gate/tries.ts';
import { openSecret, sealSecret } from '../keys/secrets.ts';
import { assertAccepted, enrollsAlone } from '../verification/factors.ts';
import { requirementOf } from './membership.ts';
import { changedFields, type NewUser, newAccount } from './users.ts';

/** A user of another system, with the key that was confirmed there. */
export interface ImportedUser {
  readonly fields: NewUser;
  readonly key?: SharedKey & { readonly label?: string | undefined };
}

/** One row of the document: a user, or the reason why it is not one. */
export type ImportRow = { readonly line: number } & (
  | { readonly user: ImportedUser }
  | { readonly refusal: Problem }
);

export interface RefusedUserRow {
  readonly line: number;
  readonly code: ProblemCode;
  readonly reason: string;
}

export interface ImportSummary {
  readonly rows: number;
  readonly created: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedUserRow[];
  /** No rows were processed from this line on: time ran out, or the list of refusals is full. */
  readonly nextLine?: number;
}

/** Well within the time limit of a request, so that the result is always reported. */
const longestMilliseconds = 6_000;
/** Keeps the answer far below the size limit of a function's answer. */
const mostRefused = 2_000;

/**
 * P.13: creates users, with their keys ACTIVE at once. Rows are read on demand, a few at a time, and each is one
 * transaction with its event: whenever this ends, every processed row is complete, and importing it again changes
 * nothing.
 */
export async function importUsers(
  services: Services,
  actor: Actor,
  rows: Iterable<ImportRow>,
): Promise<ImportSummary> {
  const policy = await services.policy();
  const until = services.clock() + longestMilliseconds;
  const lines = new Map<string, number>();
  const count = { rows: 0, created: 0, unchanged: 0 };
  const refused: RefusedUserRow[] = [];
  let stop: { readonly nextLine?: number } | undefined;

  function* inTime() {
    for (const row of rows) {
      if (services.clock() >= until || refused.length >= mostRefused) {
        stop = { nextLine: row.line };
        return;
      }
      yield row;
    }
  }
  await eachOf(inTime(), async (row) => {
    count.rows++;
    try {
      if ('refusal' in row) throw row.refusal;
      const { userId } = row.user.fields;
      const earlier = lines.get(userId);
      if (earlier) throw new Problem('already-exists', `This user is on line ${earlier} already.`);
      lines.set(userId, row.line);
      count[await importUser(services, actor, row.user, policy)]++;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ line: row.line, code: error.code, reason: reasonOf(error) });
    }
  });
  return { ...count, refused: refused.sort((a, b) => a.line - b.line), ...stop };
}

/** The fields that are wrong, if that is the reason: nothing else can name them. */
function reasonOf({ message, extensions: { errors } }: Problem): string {
  if (!Array.isArray(errors)) return message;
  return errors.map(({ path, message }: FieldError) => `${path} ${message}`).join('; ');
}

async function importUser(
  services: Services,
  actor: Actor,
  user: ImportedUser,
  policy: Policy,
): Promise<'created' | 'unchanged'> {
  const { table } = services;
  const { fields, key } = user;
  assertMayChange(actor, fields.userId, fields.roles);
  // The operator who imports a key knows it.
  if (key) assertMayCause(actor, ['tells-key']);
  const attempt = async (): Promise<'created' | 'unchanged' | undefined> => {
    const previous = await readState(table, fields.userId);
    if (previous && previous.deletedAt === undefined) {
      const existing = await readUser(table, fields.userId, { consistent: true });
      if (existing) return assertUnchanged(services, actor, user, existing);
    }
    // Another import may be writing the same user at this moment; its result decides.
    return (await create(services, actor, user, previous, policy)) === 'created' ? 'created' : undefined;
  };
  const refusal = new Problem('conflict', 'Other requests are changing this user. Import the row again.');
  return untilWritten(services, attempt, refusal);
}

async function create(
  services: Services,
  actor: Actor,
  { fields, key }: ImportedUser,
  previous: UserState | undefined,
  policy: Policy,
): ReturnType<typeof createUser> {
  const { table } = services;
  const first = await newAccount(services, actor, fields, previous, { imported: true });
  const { state, profile, along } = first;
  if (!key) return createUser(table, state, profile, previous, along);
  const token = await tokenOf(services, { state, profile }, key, policy);
  const { tokenId, type, createdAt } = token;
  const enrolled: UserState = {
    ...state,
    ...(enrollsAlone({ profile }, token, policy) ? { enrolledAt: createdAt } : {}),
    tokens: { [tokenId]: { status: 'active', failures: 0 } },
    event: withDetails(state.event, { type, token: tokenId }),
  };
  const writesToken = writes.putToken(table, state.userId, token);
  return createUser(table, enrolled, profile, previous, [...along, writesToken]);
}

async function tokenOf(
  services: Services,
  { state: { userId, event }, profile }: Pick<User, 'state' | 'profile'>,
  { type, secret, parameters, label }: NonNullable<ImportedUser['key']>,
  policy: Policy,
): Promise<KeyToken> {
  const { name, obsolete, operatorCanEnroll } = tokenTypePolicy(policy, type);
  if (obsolete || !operatorCanEnroll) throw notAllowed('Operators may not enroll tokens of this type.');
  const known = tokenType(type);
  if (known) assertAccepted({ profile }, known, undefined, policy);
  const now = Math.floor(event.at / 1000);
  const tokenId = services.random(9).toString('base64url');
  return {
    kind: 'key',
    tokenId,
    type,
    secret: await sealSecret(services, userId, tokenId, secret),
    parameters,
    label: label ?? name,
    createdAt: now,
    updatedAt: now,
  };
}

/** @throws Problem `already-exists` unless the user already matches the row exactly: nothing is ever overwritten */
async function assertUnchanged(
  services: Services,
  actor: Actor,
  { fields, key }: ImportedUser,
  existing: User,
): Promise<'unchanged'> {
  const { state, profile } = existing;
  assertMayChange(actor, state.userId, profile.roles);
  const { twoFactorRequired, active, ...person } = fields;
  const asked = await requirementOf(services, person, twoFactorRequired);
  const now = Math.floor(services.clock() / 1000);
  const { createdAt, updatedAt, heldSince } = profile;
  const differing = changedFields(
    { ...existing, profile: withoutKeys(profile) },
    { ...person, createdAt, updatedAt, ...(heldSince === undefined ? {} : { heldSince }) },
    { ...withRequirement(state, asked, now), active },
  );
  if (key && !(await holds(services, existing, key))) differing.push('key');
  if (differing.length === 0) return 'unchanged';
  throw new Problem(
    'already-exists',
    `A user with this id already exists and differs in: ${differing.join(', ')}.`,
  );
}

async function holds(
  services: Services,
  { state, tokens }: User,
  { type, secret, parameters, label }: NonNullable<ImportedUser['key']>,
): Promise<boolean> {
  const parts = ({ algorithm, digits, periodSeconds, counter = 0 }: TokenParameters): string =>
    [algorithm, digits, periodSeconds, counter].join();
  for (const token of tokens) {
    if (token.kind !== 'key' || token.type !== type || parts(token.parameters) !== parts(parameters))
      continue;
    if (label !== undefined && token.label !== label) continue;
    if ((await openSecret(services, state.userId, token)).equals(secret)) return true;
  }
  return false;
}
