import * as z from 'zod/mini';
import {
  confirmToken,
  enrollToken,
  type NewToken as TokenOrder,
} from '../lib/actions/enrollment/enroll-token.ts';
import { replaceToken } from '../lib/actions/tokens/replace-type.ts';
import { getToken, listTokens } from '../lib/actions/tokens/show-tokens.ts';
import { deleteToken, disableToken, editToken, enableToken } from '../lib/actions/tokens/tokens.ts';
import { defined } from '../lib/domain/defined.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { tokenTypes } from '../lib/token-types/index.ts';
import { keyChoices } from '../lib/token-types/key-choices.ts';
import { replacing } from '../lib/token-types/replacement.ts';
import {
  contactOf,
  knownType,
  newQuestions,
  serialFor,
  serialNumber,
  TokenAnswer,
  tokenParams,
  typedKey,
} from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: tokens';
const params = field.userParams;

const contact = {
  label: z.optional(field.text(60)),
  comment: z.optional(field.text(200)),
  phone: z.optional(field.phone),
  email: z.optional(field.email),
  account: z.optional(field.text(64)),
};

export const TokenChange = z.strictObject({ ...contact, questions: z.optional(newQuestions) });

export const NewToken = z.strictObject({
  type: z.enum(tokenTypes.map(({ type }) => type)),
  ...contact,
  serial: z.optional(serialNumber),
  questions: z.optional(newQuestions),
  provider: z.optional(field.name),
  secret: z.optional(typedKey),
  algorithm: z.optional(z.enum(keyChoices.algorithm)),
  digits: z.optional(z.literal(keyChoices.digits)),
  periodSeconds: z.optional(z.literal(keyChoices.periodSeconds)),
  counter: z.optional(z.int().check(z.gte(0), z.lte(2 ** 48))),
});

function orderOf(userId: string, body: z.output<typeof NewToken>): TokenOrder {
  const {
    type,
    label,
    comment,
    serial,
    questions,
    provider,
    secret,
    algorithm,
    digits,
    periodSeconds,
    counter,
  } = body;
  const parameters = defined({ algorithm, digits, periodSeconds, counter });
  return {
    userId,
    type: knownType(type),
    label,
    comment,
    provider,
    contact: contactOf(body),
    serial: serialFor(knownType(type), serial),
    questions,
    typed: secret,
    parameters,
  };
}

export const NewTokenAnswer = z.extend(TokenAnswer, {
  secret: z.optional(z.string()),
  otpauthUri: z.optional(z.string()),
  qrCodeSvg: z.optional(z.string()),
  /** How to hand over a key that is not shown. */
  advice: z.optional(z.string()),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/users/{userId}/tokens',
    operationId: 'listTokens',
    summary:
      'The tokens of a user, with the actions that apply to each; numbers and addresses in full for operators who hold contacts:read',
    tag,
    privilege: 'tokens:read',
    params,
    success: { status: 200, body: field.pageOf(TokenAnswer) },
    problems: ['user-not-found'],
    async handle({ params, actor }, services) {
      return { status: 200, body: { items: await listTokens(services, actor, params.userId) } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens',
    operationId: 'enrollToken',
    summary:
      'Enroll a token on behalf of a user; a key is pending until its first code, and is shown once to operators who may see keys',
    tag,
    privilege: 'tokens:write',
    params,
    body: NewToken,
    success: { status: 201, body: NewTokenAnswer },
    problems: ['user-not-found', 'not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      return { status: 201, body: await enrollToken(services, actor, orderOf(params.userId, body)) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/users/{userId}/tokens/{tokenId}',
    operationId: 'getToken',
    summary: 'One token in detail',
    tag,
    privilege: 'tokens:read',
    params: tokenParams,
    success: { status: 200, body: TokenAnswer },
    problems: ['user-not-found', 'token-not-found'],
    async handle({ params, actor }, services) {
      return { status: 200, body: await getToken(services, actor, params) };
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/users/{userId}/tokens/{tokenId}',
    operationId: 'editToken',
    summary:
      'Change where codes are sent, the questions, the label, or the comment entered at the enrollment',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    body: TokenChange,
    success: { status: 200, body: TokenAnswer },
    problems: ['user-not-found', 'token-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      const { label, comment, questions } = body;
      const change = { label, comment, questions, contact: contactOf(body) };
      return { status: 200, body: await editToken(services, actor, params, change) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/users/{userId}/tokens/{tokenId}',
    operationId: 'deleteToken',
    summary:
      "Delete a token for good. Deleting the last active one has the effect of a reset: confirm it, and first verify the user's identity through another channel",
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    query: z.strictObject({
      confirmNoActiveToken: z.optional(z.enum(['true', 'false'])),
      identityVerified: z.optional(z.enum(['true', 'false'])),
    }),
    success: { status: 204 },
    problems: ['user-not-found', 'token-not-found', 'last-active-token', 'conflict'],
    async handle({ params, query, actor }, services) {
      const confirmNoActiveToken = query.confirmNoActiveToken === 'true';
      const identityVerified = query.identityVerified === 'true';
      await deleteToken(services, actor, { ...params, confirmNoActiveToken, identityVerified });
      return { status: 204 };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens/{tokenId}/disable',
    operationId: 'disableToken',
    summary: 'Disable a token: refused in every operation until it is enabled',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    body: z.strictObject({ confirmNoActiveToken: z.optional(z.boolean()) }),
    success: { status: 200, body: TokenAnswer },
    problems: ['user-not-found', 'token-not-found', 'last-active-token', 'conflict'],
    async handle({ params, body, actor }, services) {
      const confirmNoActiveToken = body.confirmNoActiveToken ?? false;
      return { status: 200, body: await disableToken(services, actor, { ...params, confirmNoActiveToken }) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens/{tokenId}/replace',
    operationId: 'replaceToken',
    summary: 'Turn a token that receives its codes into a Virtual one with the same number or address',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    body: z.strictObject({ by: z.literal(replacing.map(({ type }) => type)) }),
    success: { status: 200, body: TokenAnswer },
    problems: ['user-not-found', 'token-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await replaceToken(services, actor, params, knownType(body.by)) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens/{tokenId}/enable',
    operationId: 'enableToken',
    summary: 'Enable a token; also unlocks one that failures had locked',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    success: { status: 200, body: TokenAnswer },
    problems: ['user-not-found', 'token-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, actor }, services) {
      return { status: 200, body: await enableToken(services, actor, params) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens/{tokenId}/confirm',
    operationId: 'confirmToken',
    summary: 'Confirm a pending key with its first code',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    body: z.strictObject({ code: field.code }),
    success: { status: 200, body: z.object({ backupCodes: z.array(z.string()) }) },
    problems: [
      'user-not-found',
      'token-not-found',
      'invalid-code',
      'account-throttled',
      'not-allowed-in-state',
      'conflict',
    ],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await confirmToken(services, actor, params, body.code) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'tokens',
  description: 'Tokens of a user',
  routes,
  needs: {
    table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, site, services);
