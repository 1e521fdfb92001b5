import { config } from '../../../infra.config.ts';
import { classOf, mailAllowed } from '../../domain/classes.ts';
import { troubleOf } from '../../domain/delivery-reports.ts';
import { type Diagnosis, diagnose } from '../../domain/diagnosis.ts';
import type { DiagnosisFacts, TokenCondition } from '../../domain/diagnosis-facts.ts';
import { type Stage, stageOf } from '../../domain/enrollment.ts';
import { lostTokenCode } from '../../domain/exceptions.ts';
import { accepts, isOwnContact } from '../../domain/offered-factors.ts';
import type { Policy } from '../../domain/policy.ts';
import { answersWait } from '../../domain/private-questions.ts';
import { Problem } from '../../domain/problems.ts';
import { throttle } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { contactOf, questionsOf } from '../../domain/token-records.ts';
import type { TokenRecord, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { noCodesUntil } from '../../store/send-caps.ts';
import { tokenTypes, typeOfToken } from '../../token-types/index.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { statusOf } from '../../token-types/token-status.ts';
import { totpKey } from '../../token-types/totp.ts';
import { enrollables } from '../enrollment/enrollable.ts';
import { getUser } from '../gate/get-user.ts';
import { openContact } from '../keys/contacts.ts';
import { phoneContact } from '../keys/parse-phone.ts';
import {
  askedFor,
  candidateOf,
  isAble,
  mayUseBackupCodes,
  servesBackupCodes,
  usableTokens,
} from '../verification/factors.ts';

/**
 * N.02: the diagnosis of a user's current state, by the same decisions that a start makes and a code is checked by.
 */
export async function diagnoseUser(
  services: Services,
  userId: string,
): Promise<Diagnosis & { readonly stage: Stage }> {
  const [user, policy] = await Promise.all([getUser(services, userId), services.policy()]);
  const now = Math.floor(services.clock() / 1000);
  const facts = await factsOf(services, user, policy, now);
  return { stage: stageOf(user.state, policy.settings, now), ...diagnose(facts) };
}

async function factsOf(
  services: Services,
  user: User,
  policy: Policy,
  now: EpochSeconds,
): Promise<DiagnosisFacts> {
  const { state, profile, tokens, codes } = user;
  const policyOfClass = classOf(profile.class, policy.classes);
  const offered = usableTokens(user, policy, 'sign-in', now).map(({ record }) => record);
  const own = offered.filter(({ tokenId }) => isOwnContact(tokenId));
  const all = [...tokens.filter(({ tokenId }) => state.tokens[tokenId]), ...own];
  const sends = state.enrolledAt === undefined || all.some((record) => record.kind === 'contact');
  const until = sends ? await noCodesUntil(services.table, state.userId, config.sendCaps, now) : undefined;
  const lost = lostTokenCode(state, now);
  return {
    user,
    policy,
    now,
    asked: askedFor(user, policy, 'sign-in', now),
    tokens: await Promise.all(
      all.map((record) => requirementOf(services, user, record, policy, { offered, until, now })),
    ),
    lookUp: mayUseBackupCodes(user, now) && servesBackupCodes(user, policy, 'sign-in'),
    ...(lost ? { lost } : {}),
    enrollable: enrollables(user, policy).some(({ contact }) => !contact || until === undefined),
    codesIssued: Object.keys(codes?.hashes ?? {}).length > 0,
    taken: tokenTypes
      .filter(({ factor }) => accepts(policyOfClass, 'sign-in', { factor }))
      .map(({ type }) => tokenTypePolicy(policy, type))
      .filter(({ obsolete }) => !obsolete)
      .map(({ name }) => name),
  };
}

interface Moment {
  /** What a start offers. */
  readonly offered: readonly TokenRecord[];
  /** Rule 7: until when no code is sent to this user. */
  readonly until: EpochSeconds | undefined;
  readonly now: EpochSeconds;
}

async function requirementOf(
  services: Services,
  user: User,
  record: TokenRecord,
  policy: Policy,
  { offered, until, now }: Moment,
): Promise<TokenCondition> {
  const { state, profile } = user;
  const { tokenId } = record;
  const device = contactOf(record);
  const tokenState = state.tokens[tokenId] ?? { status: 'active', failures: 0 };
  const policyOfClass = classOf(profile.class, policy.classes);
  const type = typeOfToken(record);
  const status = statusOf(record, tokenState, policy, now);
  const sends = device?.kind === 'phone' || device?.kind === 'email';
  if (status === 'OBSOLETE') return { status: 'obsolete', sends };
  if (status !== 'ACTIVE') return { status: 'disabled' };
  if (tokenState.failures >= throttle.perToken) return { status: 'locked' };
  if (!type || !accepts(policyOfClass, 'sign-in', candidateOf({ record, type }))) {
    return { status: 'not-accepted' };
  }
  if (!isAble({ record, type }, policyOfClass, policy)) {
    if (type.asks) return { status: 'too-few-questions', has: questionsOf(record)?.questions.length ?? 0 };
    return { status: type.provider ? 'no-provider' : 'undeliverable' };
  }
  if (!offered.some((one) => one.tokenId === tokenId)) return { status: 'not-accepted' };
  const wait = type.asks && answersWait(tokenState, policyOfClass.questions, now);
  if (wait !== undefined) return { status: 'questions-wait', wait };
  if (sends && !(await isDeliverable(services, user, record, policy))) return { status: 'undeliverable' };
  if (until !== undefined && type.mode === 'out-of-band') return { status: 'send-limit', until };
  const trouble = record.kind === 'contact' ? troubleOf(record, tokenState.lastUsedAt)?.status : undefined;
  return { status: 'usable', timed: type.key === totpKey, ...(trouble ? { trouble } : {}) };
}

/** Only the full number or address tells: its domain, or whether it can receive texts (3.03, P.08). */
async function isDeliverable(
  services: Services,
  { state, profile }: User,
  record: TokenRecord,
  { classes }: Policy,
): Promise<boolean> {
  const policyOfClass = classOf(profile.class, classes);
  const { tokenId } = record;
  const device = contactOf(record);
  if (device?.kind === 'email') {
    if (isOwnContact(tokenId) || policyOfClass.restrictEmailsToDomain === undefined) return true;
    return mailAllowed(policyOfClass, await openContact(services, state.userId, tokenId, device));
  }
  if (!isOwnContact(tokenId)) return true;
  try {
    phoneContact(profile.phone ?? '');
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
