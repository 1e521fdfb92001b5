import * as z from 'zod/mini';
import { changeSettings, currentSettings } from '../lib/actions/organisation/settings.ts';
import { settingsImpact } from '../lib/actions/organisation/settings-impact.ts';
import { describedRanges } from '../lib/domain/settings.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';

/** The ranges are checked in the domain, which puts the allowed ones into the answer. */
const members = {
  issuer: field.text(60),
  enrollmentPeriodSeconds: z.number(),
  expiredAccounts: z.enum(['disable', 'mark']),
  maximumInvalidAttempts: z.number(),
  verificationSeconds: z.number(),
  totpWindow: z.number(),
  backupCodeCount: z.number(),
  backupCodesLow: z.number(),
  setupLinkSeconds: z.number(),
  setupLinkProof: z.enum(['none', 'pin']),
  otpLength: z.number(),
  otpSeconds: z.number(),
  resendSeconds: z.number(),
  secretDisplay: z.enum(['never', 'pending', 'privileged']),
  recentVerificationSeconds: z.number(),
  longestBypassSeconds: z.number(),
};

export const SettingsAnswer = z.object(members);

export const RangesAnswer = z.object({
  ranges: z.record(
    z.string(),
    z.object({
      least: z.number(),
      most: z.number(),
      zeroMeansNever: z.optional(z.literal(true)),
      unit: z.enum(['seconds', 'attempts', 'time steps', 'codes', 'digits']),
    }),
  ),
});

const value = z.union([z.string(), z.number()]);

export const ImpactAnswer = z.object({
  changes: z.array(
    z.object({
      setting: z.keyof(SettingsAnswer),
      from: value,
      to: value,
      users: z.number(),
      effect: z.string(),
      expiringAtOnce: z.optional(z.number()),
      atLeast: z.optional(z.literal(true)),
    }),
  ),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/settings',
    operationId: 'getSettings',
    summary: 'The settings of this deployment',
    tag,
    privilege: 'settings:read',
    success: { status: 200, body: SettingsAnswer },
    problems: [],
    async handle(_call, services) {
      return { status: 200, body: await currentSettings(services) };
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/settings',
    operationId: 'changeSettings',
    summary: 'Change settings; omitted ones keep their values, and changes take effect within 5 seconds',
    tag,
    privilege: 'settings:write',
    body: z.partial(z.strictObject(members)),
    success: { status: 200, body: SettingsAnswer },
    problems: ['conflict'],
    async handle({ body, actor }, services) {
      return { status: 200, body: await changeSettings(services, actor, body) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/settings/ranges',
    operationId: 'getSettingRanges',
    summary: 'The allowed ranges of the numeric settings',
    tag,
    privilege: 'settings:read',
    success: { status: 200, body: RangesAnswer },
    problems: [],
    async handle() {
      return { status: 200, body: { ranges: describedRanges } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/settings/impact',
    operationId: 'getSettingsImpact',
    summary: 'The effect of a change of the settings and the number of users affected; changes nothing',
    tag,
    privilege: 'settings:read',
    body: z.partial(z.strictObject(members)),
    success: { status: 200, body: ImpactAnswer },
    problems: [],
    async handle({ body }, services) {
      return { status: 200, body: { changes: await settingsImpact(services, body) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'settings',
  description: 'Settings, their ranges, and the effect of a change',
  routes,
  needs: { table: ['GetItem', 'BatchGetItem', 'PutItem'], indexes: ['due', 'list'] },
};

export const handler = functionHandler(routes, site, services);
