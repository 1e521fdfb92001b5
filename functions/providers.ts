import * as z from 'zod/mini';
import {
  getProvider,
  listProviders,
  putProvider,
  removeProvider,
} from '../lib/actions/organisation/providers.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';
const params = z.strictObject({ name: field.name });

const host = z
  .string()
  .check(
    z.maxLength(253, 'must have at most 253 characters'),
    z.regex(
      /^([A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?|[0-9a-fA-F:]+)$/,
      'must be a host name or an address',
    ),
  );

const milliseconds = z.int().check(z.gte(50, 'must be at least 50'), z.lte(8_000, 'must be at most 8000'));

const radius = {
  kind: z.literal('radius'),
  servers: z
    .array(z.strictObject({ host, port: z.int().check(z.gte(1), z.lte(65_535)) }))
    .check(z.minLength(1, 'must name at least one server'), z.maxLength(4, 'must name at most four servers')),
  timeoutMilliseconds: milliseconds,
  attempts: z.int().check(z.gte(1, 'must be at least 1'), z.lte(5, 'must be at most 5')),
  nasIdentifier: field.text(64),
};

const https = {
  kind: z.literal('https'),
  url: z.string().check(
    z.maxLength(500, 'must have at most 500 characters'),
    z.refine((value) => URL.canParse(value), 'must be a URL'),
  ),
  timeoutMilliseconds: milliseconds,
};

/** RFC 2865 section 3: at least 16 octets, and never words that could be guessed. */
const sharedSecret = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{16,128}$/, 'must be 16 to 128 printable ASCII characters without blanks'));

/** As Standard Webhooks writes keys: 24 to 64 bytes in base 64. */
const signingKey = z
  .string()
  .check(
    z.regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'must be whsec_ and 24 to 64 random bytes in base 64'),
  );

const ByKind = z.discriminatedUnion('kind', [
  z.strictObject({ ...radius, secret: z.optional(sharedSecret) }),
  z.strictObject({ ...https, secret: z.optional(signingKey) }),
]);

/** First the fields that any kind has, so that others are refused by their names; then those of the kind. */
export const NewProvider = z.pipe(
  z.strictObject({
    ...radius,
    ...https,
    kind: z.enum(['radius', 'https']),
    servers: z.optional(radius.servers),
    attempts: z.optional(radius.attempts),
    nasIdentifier: z.optional(radius.nasIdentifier),
    url: z.optional(https.url),
    secret: z.optional(z.string().check(z.maxLength(128))),
  }) as unknown as z.ZodMiniType<z.input<typeof ByKind>>,
  ByKind,
);

export const ProviderAnswer = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), ...radius }),
  z.object({ name: z.string(), ...https }),
]);

/** The secret that both sides use. */
function keyOf({ kind, secret }: z.output<typeof NewProvider>): Buffer | undefined {
  if (secret === undefined) return undefined;
  return kind === 'https' ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
}

const routes = [
  route({
    method: 'GET',
    path: '/v1/providers',
    operationId: 'listProviders',
    summary: 'External services that verify codes; never their secrets',
    tag,
    privilege: 'directory:read',
    success: { status: 200, body: field.pageOf(ProviderAnswer) },
    problems: [],
    async handle(_call, services) {
      return { status: 200, body: { items: await listProviders(services) } };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/providers/{name}',
    operationId: 'getProvider',
    summary: 'One provider, without its secret',
    tag,
    privilege: 'directory:read',
    params,
    success: { status: 200, body: ProviderAnswer },
    problems: ['not-found'],
    async handle({ params }, services) {
      return { status: 200, body: await getProvider(services, params.name) };
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/providers/{name}',
    operationId: 'putProvider',
    summary: 'Create or change a provider; an omitted secret is kept if the address stays the same',
    tag,
    privilege: 'settings:write',
    params,
    body: NewProvider,
    success: { status: 200, body: ProviderAnswer },
    problems: ['not-allowed-in-state'],
    async handle({ params, body, actor }, services) {
      const { secret: _secret, ...provider } = body;
      const stored = await putProvider(services, actor, { ...params, ...provider }, keyOf(body));
      return { status: 200, body: stored };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/providers/{name}',
    operationId: 'deleteProvider',
    summary: 'Delete a provider that no class uses',
    tag,
    privilege: 'settings:write',
    params,
    success: { status: 204 },
    problems: ['not-found', 'conflict'],
    async handle({ params, actor }, services) {
      await removeProvider(services, actor, params.name);
      return { status: 204 };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'providers',
  description: "External services that verify codes: RADIUS servers and the organisation's own services",
  routes,
  needs: { table: ['Query', 'PutItem'], keys: ['Decrypt', 'GenerateDataKey'] },
};

export const handler = functionHandler(routes, site, services);
