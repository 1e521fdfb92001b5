import * as z from 'zod/mini';
import { recreateBackupCodes, replaceTotpKey, revealTotpKey } from '../lib/actions/enrollment/totp-key.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { LinkSentAnswer, typedKey } from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: tokens';
const params = field.userParams;

export const KeyReplacedAnswer = z.object({
  tokenId: z.string(),
  status: z.literal('PENDING'),
  link: z.optional(LinkSentAnswer),
});

export const KeyRevealedAnswer = z.object({
  exists: z.boolean(),
  status: z.optional(z.enum(['PENDING', 'ACTIVE'])),
  tokenId: z.optional(z.string()),
  secret: z.optional(z.string()),
  otpauthUri: z.optional(z.string()),
  qrCodeSvg: z.optional(z.string()),
  backupCodesRemaining: z.optional(z.number()),
});

export const BackupCodesAnswer = z.object({ backupCodes: z.array(z.string()) });

const routes = [
  route({
    method: 'PUT',
    path: '/v1/users/{userId}/totp',
    operationId: 'replaceTotpKey',
    summary:
      "Create or replace the TOTP key, generated or typed; the old key stops working at once. Replacing the only key in use has the effect of a reset: first verify the user's identity through another channel",
    tag,
    privilege: 'tokens:write',
    params,
    body: z.strictObject({
      secret: z.optional(typedKey),
      sendLink: z.optional(z.boolean()),
      identityVerified: z.optional(field.identityVerified),
    }),
    success: { status: 200, body: KeyReplacedAnswer },
    problems: ['user-not-found', 'not-allowed-in-state', 'send-limit', 'conflict'],
    async handle({ params, body, actor }, services) {
      const { secret: typed, sendLink = false, identityVerified } = body;
      const order = { ...params, typed, sendLink, identityVerified };
      const { tokenId, link } = await replaceTotpKey(services, actor, order);
      const sent = link && { ...link, expiresAt: iso(link.expiresAt) };
      return { status: 200, body: { tokenId, status: 'PENDING', link: sent } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/totp/reveal',
    operationId: 'revealTotpKey',
    summary: 'Display the TOTP key and QR code if the settings allow it; the user is notified',
    tag,
    privilege: 'secrets:reveal',
    params,
    success: { status: 200, body: KeyRevealedAnswer },
    problems: ['user-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, actor }, services) {
      return { status: 200, body: await revealTotpKey(services, actor, params.userId) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/backup-codes',
    operationId: 'recreateBackupCodes',
    summary: 'Issue a new set of backup codes, shown once; the old set stops working',
    tag,
    privilege: 'backup-codes:recreate',
    params,
    success: { status: 200, body: BackupCodesAnswer },
    problems: ['user-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, actor }, services) {
      return {
        status: 200,
        body: { backupCodes: await recreateBackupCodes(services, actor, params.userId) },
      };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'totp',
  description: 'The TOTP key and the backup codes of a user',
  routes,
  needs: {
    table: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, site, services);
