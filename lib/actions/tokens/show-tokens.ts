import { type Actor, holds } from '../../domain/authorization.ts';
import { type ReportStatus, troubleOf } from '../../domain/delivery-reports.ts';
import type { QuestionSet } from '../../domain/hashed-secrets.ts';
import { pendingOf } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import { type EpochSeconds, iso, isoOrNull } from '../../domain/time.ts';
import { contactOf, serialOf } from '../../domain/token-records.ts';
import type { PendingEnrollment, TokenRecord, TokenState, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { AskedQuestion, Contacts } from '../../token-types/contract.ts';
import { isFreshFactor } from '../../token-types/description.ts';
import { typeOfToken } from '../../token-types/index.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { namedReplacementsOf, type Replacing } from '../../token-types/replacement.ts';
import {
  actionsOf,
  statusOf,
  type TokenAction,
  type TokenStatus,
  updatedAt,
} from '../../token-types/token-status.ts';
import { totp } from '../../token-types/totp.ts';
import { getUser } from '../gate/get-user.ts';
import { tokenNotFound } from '../gate/refusals.ts';
import { openContact } from '../keys/contacts.ts';

/** A token as shown (2.05), without its key. */
export interface ShownToken {
  readonly tokenId: string;
  readonly type: string;
  readonly typeName: string;
  readonly status: TokenStatus;
  readonly label: string;
  readonly comment: string | null;
  /** A number or address masked. */
  readonly device: string | null;
  /** In full, for operators who hold `contacts:read`. */
  readonly deviceFull?: string;
  readonly lastUsedAt: string | null;
  /** The last code to its number or address did not arrive (N.09). */
  readonly lastDelivery: { readonly status: ReportStatus; readonly at: string } | null;
  readonly updatedAt: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly actions: readonly TokenAction[];
  readonly contacts: Contacts;
  readonly replaceableBy: readonly Replacing[];
  /** Whether a code from it lets its user change their own second factor (rule 9). */
  readonly freshFactor: boolean;
  /** Whether operators replace and reveal its key as the user's TOTP key (3.12, 3.15). */
  readonly totpKey: boolean;
  /** Without the answers, which nobody sees again (3.07). */
  readonly questions?: readonly AskedQuestion[];
}

export interface Found {
  readonly record: TokenRecord;
  readonly tokenState: TokenState;
}

/** @throws Problem `token-not-found` */
export function findToken({ state, tokens }: User, tokenId: string): Found {
  const record = tokens.find((token) => token.tokenId === tokenId);
  const tokenState = state.tokens[tokenId];
  if (!record || !tokenState) throw tokenNotFound();
  return { record, tokenState };
}

export function showToken({ record, tokenState }: Found, policy: Policy, now: EpochSeconds): ShownToken {
  const status = statusOf(record, tokenState, policy, now);
  const { actions, ...token } = shown(record, policy, status);
  return {
    ...token,
    // Enabling also ends the wait that wrong answers started.
    actions: status === 'ACTIVE' && tokenState.wrongAnswers ? [...actions, 'enable'] : actions,
    lastUsedAt: isoOrNull(tokenState.lastUsedAt),
    lastDelivery: deliveryShown(record, tokenState),
    createdAt: iso(record.createdAt),
    updatedAt: iso(updatedAt(record, policy, now)),
    expiresAt: isoOrNull(record.expiresAt),
    ...(record.kind === 'questions' ? { questions: textsOf(record.questions) } : {}),
  };
}

function deliveryShown(record: TokenRecord, { lastUsedAt }: TokenState): ShownToken['lastDelivery'] {
  const trouble = record.kind === 'contact' ? troubleOf(record, lastUsedAt) : undefined;
  return trouble ? { status: trouble.status, at: iso(trouble.at) } : null;
}

const textsOf = ({ questions }: QuestionSet): AskedQuestion[] =>
  questions.map(({ questionId, text }) => ({ questionId, text }));

export function showPending(pending: PendingEnrollment, policy: Policy): ShownToken {
  const startedAt = iso(pending.startedAt);
  return {
    ...shown(pending, policy, 'PENDING'),
    lastUsedAt: null,
    lastDelivery: null,
    createdAt: startedAt,
    updatedAt: startedAt,
    expiresAt: null,
  };
}

function shown(token: TokenRecord | PendingEnrollment, policy: Policy, status: TokenStatus) {
  const { tokenId, type, label, comment = null } = token;
  const typeName = tokenTypePolicy(policy, type).name;
  const known = typeOfToken(token);
  return {
    tokenId,
    type,
    typeName,
    status,
    label,
    comment,
    device: deviceShown(token),
    actions: actionsOf(token, status),
    contacts: known?.contacts ?? [],
    replaceableBy: known ? namedReplacementsOf(known, policy) : [],
    freshFactor: status === 'ACTIVE' && known !== undefined && isFreshFactor(known),
    totpKey: type === totp.type,
  };
}

/** A number or address is masked; a serial number is no secret. */
function deviceShown(token: TokenRecord | PendingEnrollment): string | null {
  if ('device' in token) return token.device.masked;
  return ('serial' in token && token.serial) || null;
}

/** A user's tokens as an operator sees them, oldest first, pending ones last. */
export async function listTokens(services: Services, actor: Actor, userId: string): Promise<ShownToken[]> {
  const [user, policy] = await Promise.all([getUser(services, userId), services.policy()]);
  const shown = showTokens(user, policy, Math.floor(services.clock() / 1000));
  if (!holds(actor.roles, 'contacts:read')) return shown;
  return Promise.all(shown.map(async (token) => ({ ...token, ...(await inFull(services, user, token)) })));
}

async function inFull(
  services: Services,
  { state: { userId }, tokens }: User,
  { tokenId }: ShownToken,
): Promise<Pick<ShownToken, 'deviceFull'>> {
  const record = tokens.find((token) => token.tokenId === tokenId);
  const device = record && (serialOf(record) ?? contactOf(record));
  if (!device) return {};
  if (typeof device === 'string') return { deviceFull: device };
  return { deviceFull: await openContact(services, userId, tokenId, device) };
}

export function showTokens(user: User, policy: Policy, now: EpochSeconds): ShownToken[] {
  const enrolled = user.tokens
    .filter(({ tokenId }) => user.state.tokens[tokenId])
    .sort((a, b) => a.createdAt - b.createdAt);
  return [
    ...enrolled.map(({ tokenId }) => showToken(findToken(user, tokenId), policy, now)),
    ...pendingOf(user.state).map((pending) => showPending(pending, policy)),
  ];
}

export async function getToken(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
): Promise<ShownToken> {
  const tokens = await listTokens(services, actor, userId);
  const token = tokens.find((one) => one.tokenId === tokenId);
  if (!token) throw tokenNotFound();
  return token;
}

export interface TokenOrder {
  readonly userId: string;
  readonly tokenId: string;
}
