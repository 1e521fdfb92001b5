import * as z from 'zod/mini';
import { userEvents } from '../lib/actions/audit/list-events.ts';
import {
  addOwnToken,
  confirmOwnToken,
  regenerateOwnBackupCodes,
  removeOwnToken,
  sendOwnCode,
} from '../lib/actions/enrollment/self-service.ts';
import { getUser } from '../lib/actions/gate/get-user.ts';
import { type ShownToken, showTokens } from '../lib/actions/tokens/show-tokens.ts';
import { typesForUsers } from '../lib/actions/tokens/token-types.ts';
import { stageOf, statusAttributes } from '../lib/domain/enrollment.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { tokenTypes } from '../lib/token-types/index.ts';
import { EventAnswer } from './events.ts';
import { contactOf, knownType, newQuestions, TokenAnswer, TypeDescription } from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Own account';

const refusals = [
  'invalid-code',
  'account-disabled',
  'account-throttled',
  'user-not-found',
  'enrollment-expired',
  'not-allowed-in-state',
  'conflict',
] as const;

/** The actions of operators on a token that its user may do too. */
const ownActions: readonly string[] = ['confirm', 'challenge', 'delete'];

const asOwn = <T extends Pick<ShownToken, 'actions'>>(token: T): T => ({
  ...token,
  actions: token.actions.filter((action) => ownActions.includes(action)),
});

export const SentAnswer = z.object({
  channel: z.string(),
  destination: z.string(),
  expiresAt: field.time,
  resendAfterSeconds: z.number(),
});

export const MeAnswer = z.object({
  userId: z.string(),
  displayName: z.string(),
  status: z.object({
    stage: z.enum(['not-required', 'not-enrolled', 'enrolled', 'expired']),
    attributes: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
  }),
  tokens: z.array(TokenAnswer),
  /** The types that their users can add now. */
  tokenTypes: z.array(z.extend(TypeDescription, { type: z.string(), name: z.string() })),
  backupCodesRemaining: z.number(),
  /** Whether the number left counts as low in this organisation. */
  backupCodesLow: z.boolean(),
});

/** A pending token of the user's own, with what is needed for its first code. */
export const StartedAnswer = z.extend(TokenAnswer, {
  secret: z.optional(z.string()),
  otpauthUri: z.optional(z.string()),
  qrCodeSvg: z.optional(z.string()),
  sent: z.optional(SentAnswer),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/me',
    operationId: 'getMe',
    summary: 'My status, factors and remaining backup codes',
    tag,
    privilege: 'self',
    success: {
      status: 200,
      body: MeAnswer,
    },
    problems: ['user-not-found'],
    async handle({ actor }, services) {
      const user = await getUser(services, actor.name);
      const { state, profile } = user;
      const policy = await services.policy();
      const { settings } = policy;
      const now = Math.floor(services.clock() / 1000);
      const backupCodesRemaining = state.codes?.remaining ?? 0;
      return {
        status: 200,
        body: {
          userId: state.userId,
          displayName: profile.displayName,
          status: {
            stage: stageOf(state, settings, now),
            attributes: statusAttributes(state, settings, now),
          },
          tokens: showTokens(user, policy, now).map(asOwn),
          tokenTypes: typesForUsers(policy),
          backupCodesRemaining,
          backupCodesLow: backupCodesRemaining <= settings.backupCodesLow,
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/me/events',
    operationId: 'listMyEvents',
    summary: 'What happened to my account, newest first',
    tag,
    privilege: 'self',
    query: z.strictObject(field.paging),
    success: { status: 200, body: field.pageOf(EventAnswer) },
    problems: ['user-not-found'],
    async handle({ actor, query }, services) {
      return { status: 200, body: await userEvents(services, actor.name, query) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/me/backup-codes',
    operationId: 'regenerateMyBackupCodes',
    summary: 'Generate a new set of my backup codes; needs a current code from an active token',
    tag,
    privilege: 'self',
    body: z.strictObject({ code: field.code }),
    success: { status: 200, body: z.object({ backupCodes: z.array(z.string()) }) },
    problems: refusals,
    async handle({ body, actor }, services) {
      return {
        status: 200,
        body: { backupCodes: await regenerateOwnBackupCodes(services, actor, body.code) },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/me/tokens',
    operationId: 'addMyToken',
    summary:
      'Add an authenticator, number or address of mine, pending until its first code; or private questions',
    tag,
    privilege: 'self',
    body: z.strictObject({
      type: z.enum(tokenTypes.map(({ type }) => type)),
      label: z.optional(field.text(60)),
      phone: z.optional(field.phone),
      email: z.optional(field.email),
      questions: z.optional(newQuestions),
      code: z.optional(field.code),
    }),
    success: {
      status: 201,
      body: StartedAnswer,
    },
    problems: [...refusals, 'send-limit'],
    async handle({ body, actor }, services) {
      const { type, label, code, questions } = body;
      const order = { type: knownType(type), label, code, questions, contact: contactOf(body) };
      const { sent, ...token } = await addOwnToken(services, actor, order);
      return {
        status: 201,
        body: { ...asOwn(token), ...(sent ? { sent: { ...sent, expiresAt: iso(sent.expiresAt) } } : {}) },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/me/tokens/{tokenId}/challenge',
    operationId: 'sendMyCode',
    summary: 'Send a code to a token of mine: for a change that needs one, or to confirm a new token',
    tag,
    privilege: 'self',
    params: z.strictObject({ tokenId: field.text(64) }),
    success: {
      status: 202,
      body: SentAnswer,
    },
    problems: [...refusals, 'token-not-found', 'send-limit'],
    async handle({ params, actor }, services) {
      const sent = await sendOwnCode(services, actor, params.tokenId);
      return { status: 202, body: { ...sent, expiresAt: iso(sent.expiresAt) } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/me/tokens/{tokenId}/confirm',
    operationId: 'confirmMyToken',
    summary: 'Confirm my new token with its first code',
    tag,
    privilege: 'self',
    params: z.strictObject({ tokenId: field.text(64) }),
    body: z.strictObject({ code: field.code }),
    success: { status: 200, body: z.object({ backupCodes: z.array(z.string()) }) },
    problems: [...refusals, 'token-not-found'],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await confirmOwnToken(services, actor, params.tokenId, body.code) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/me/tokens/{tokenId}',
    operationId: 'removeMyToken',
    summary: 'Remove a token of mine; needs a current code from an active one, unless it was never confirmed',
    tag,
    privilege: 'self',
    params: z.strictObject({ tokenId: field.text(64) }),
    body: z.strictObject({ code: z.optional(field.code), confirmNoActiveToken: z.optional(z.boolean()) }),
    success: { status: 204 },
    problems: [...refusals, 'token-not-found', 'last-active-token'],
    async handle({ params, body, actor }, services) {
      const confirmNoActiveToken = body.confirmNoActiveToken ?? false;
      await removeOwnToken(services, actor, { ...params, code: body.code, confirmNoActiveToken });
      return { status: 204 };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'self',
  description: 'What users see and change in their own accounts',
  routes,
  needs: {
    table: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, site, services);
