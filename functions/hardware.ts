import * as z from 'zod/mini';
import { compromise, reassign, removeDevice, unassign } from '../lib/actions/hardware/change-device.ts';
import { importDevices } from '../lib/actions/hardware/import-devices.ts';
import { getDevice, listDevices } from '../lib/actions/hardware/list-devices.ts';
import { readDevicesCsv } from '../lib/files/devices-csv.ts';
import { readPskc } from '../lib/files/pskc.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { serialNumber } from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: hardware tokens';
const params = z.strictObject({ serial: serialNumber });
const confirmation = {
  confirmNoActiveToken: z.optional(z.boolean()),
  /** If it is the last active token of the user. */
  identityVerified: z.optional(z.boolean()),
};
const confirmed = ({
  confirmNoActiveToken = false,
  identityVerified = false,
}: {
  readonly confirmNoActiveToken?: boolean | undefined;
  readonly identityVerified?: boolean | undefined;
}) => ({ confirmNoActiveToken, identityVerified });

const statuses = z.enum(['available', 'assigned', 'compromised']);

export const DeviceAnswer = z.object({
  serial: z.string(),
  status: statuses,
  kind: z.enum(['totp', 'hotp']),
  /** The type of token that it is enrolled as. */
  tokenType: z.string(),
  algorithm: z.string(),
  digits: z.number(),
  periodSeconds: z.nullable(z.number()),
  manufacturer: z.nullable(z.string()),
  model: z.nullable(z.string()),
  startsAt: z.nullable(field.time),
  expiresAt: z.nullable(field.time),
  assignedTo: z.nullable(z.object({ userId: z.string(), tokenId: z.string() })),
  batch: z.string(),
  importedAt: field.time,
});

/** AES of 128, 192 or 256 bits. */
const sharedKey = z.pipe(
  z
    .string()
    .check(
      z.maxLength(64),
      z.describe('The pre-shared key of an encrypted PSKC document, hexadecimal or base 64.'),
    ),
  z.transform((typed: string, context) => {
    const hex = /^(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64})$/.test(typed);
    const key = Buffer.from(typed, hex ? 'hex' : 'base64');
    const whole = hex || key.toString('base64') === typed;
    if (whole && [16, 24, 32].includes(key.length)) return key;
    const message = 'must be 16, 24 or 32 bytes as hexadecimal or base 64';
    context.issues.push({ code: 'custom', message, input: '' });
    return z.NEVER;
  }),
);

const password = z
  .string()
  .check(
    z.regex(/^[\x20-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters'),
    z.describe('The password of a PSKC document whose key is derived from one.'),
  );

export const DevicesImportedAnswer = z.object({
  imported: z.number(),
  unchanged: z.number(),
  /** `line`: of a CSV file, or which key package of a PSKC document. */
  refused: z.array(z.object({ line: z.number(), serial: z.optional(z.string()), reason: z.string() })),
});

const routes = [
  route({
    method: 'POST',
    path: '/v1/hardware-tokens/import',
    operationId: 'importHardwareTokens',
    summary:
      'Import devices into the pool: PSKC (RFC 6030), or CSV with the columns serial, secret (hexadecimal or base 32; use the column encoding if it could be either), type (hotp or totp), digits, algorithm, period, counter, starts, expires, manufacturer, model. Faulty devices are reported and the others imported; importing a file twice changes nothing',
    tag,
    privilege: 'hardware:write',
    mediaTypes: ['application/pskc+xml', 'text/csv'],
    maxBodyBytes: 4 * 1024 * 1024,
    headers: z.object({ 'x-pskc-key': z.optional(sharedKey), 'x-pskc-password': z.optional(password) }),
    body: z.string().check(z.minLength(1, 'must not be empty')),
    success: { status: 200, body: DevicesImportedAnswer },
    problems: ['conflict'],
    async handle({ body, headers, mediaType, actor }, services) {
      const shared = { key: headers['x-pskc-key'], password: headers['x-pskc-password'] };
      const rows = mediaType === 'text/csv' ? readDevicesCsv(body) : await readPskc(body, shared);
      return { status: 200, body: await importDevices(services, actor, rows) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/hardware-tokens',
    operationId: 'listHardwareTokens',
    summary:
      'The pool of hardware tokens, by status and serial number; query is the beginning of a serial number',
    tag,
    privilege: 'tokens:read',
    query: z.strictObject({
      query: z.optional(serialNumber),
      status: z.optional(statuses),
      ...field.paging,
    }),
    success: { status: 200, body: field.pageOf(DeviceAnswer) },
    problems: [],
    async handle({ query }, services) {
      return { status: 200, body: await listDevices(services, query) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/hardware-tokens/{serial}',
    operationId: 'getHardwareToken',
    summary: 'One device of the pool, and its user',
    tag,
    privilege: 'tokens:read',
    params,
    success: { status: 200, body: DeviceAnswer },
    problems: ['not-found'],
    async handle({ params }, services) {
      return { status: 200, body: await getDevice(services, params.serial) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/hardware-tokens/{serial}/unassign',
    operationId: 'unassignHardwareToken',
    summary: 'Take a device from its user; it becomes available again',
    tag,
    privilege: 'tokens:write',
    params,
    body: z.strictObject(confirmation),
    success: { status: 200, body: DeviceAnswer },
    problems: ['not-found', 'last-active-token', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await unassign(services, actor, { ...params, ...confirmed(body) }) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/hardware-tokens/{serial}/reassign',
    operationId: 'reassignHardwareToken',
    summary: 'Move a device from its user to another, in one step',
    tag,
    privilege: 'tokens:write',
    params,
    body: z.strictObject({ userId: field.userId, ...confirmation }),
    success: { status: 200, body: DeviceAnswer },
    problems: ['not-found', 'user-not-found', 'last-active-token', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      const order = { ...params, userId: body.userId, ...confirmed(body) };
      return { status: 200, body: await reassign(services, actor, order) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/hardware-tokens/{serial}/compromised',
    operationId: 'markHardwareTokenCompromised',
    summary: 'Mark a device as compromised: it is taken from its user at once and refused for good',
    tag,
    privilege: 'tokens:write',
    params,
    body: z.strictObject({ reason: field.reason }),
    success: { status: 200, body: DeviceAnswer },
    problems: ['not-found', 'conflict'],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await compromise(services, actor, { ...params, reason: body.reason }) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/hardware-tokens/{serial}',
    operationId: 'deleteHardwareToken',
    summary: 'Delete an unassigned device from the pool, with its key',
    tag,
    privilege: 'hardware:write',
    params,
    success: { status: 204 },
    problems: ['not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, actor }, services) {
      await removeDevice(services, actor, params.serial);
      return { status: 204 };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'hardware',
  description: 'The pool of hardware tokens: import, reassign, mark as compromised',
  routes,
  timeoutSeconds: 28,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    indexes: ['list'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, site, services);
