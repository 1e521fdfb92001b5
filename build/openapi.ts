import { type $ZodType, toJSONSchema } from 'zod/v4/core';
import type { FunctionDefinition } from '../functions/wiring/function.ts';
import { permissionFor } from '../lib/domain/authorization.ts';
import { type ProblemCode, problems } from '../lib/domain/problems.ts';
import type { Route } from '../lib/http/route.ts';
import manifest from '../package.json' with { type: 'json' };
import { either, failures, problemSchema, refusalOf } from './openapi-problem.ts';
import type { Content, Response, Schema } from './openapi-schema.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly [string];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-privilege': string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: Readonly<Record<'title' | 'version' | 'description', string>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly schemas: Readonly<Record<string, Schema>>;
  };
}

/** The API as the routes declare it: the same schemas that validate requests. */
export function openApiDocument(functions: readonly FunctionDefinition[]): OpenApiDocument {
  const routes = functions.flatMap((definition) => definition.routes);
  const schemas: Record<string, Schema> = { Problem: problemSchema };
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method.toLowerCase()]: operation(route, schemas) });
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Countersign',
      version: manifest.version,
      description:
        'Second factors for the people of an organisation. Times are ISO 8601 in UTC, durations are seconds. ' +
        'Answers may gain fields; no field is renamed within a version.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'Access token of the configured OpenID Connect issuer. Each operation names its scope.',
        },
      },
      schemas,
    },
  };
}

function operation(route: Route, schemas: Record<string, Schema>): Operation {
  const permission = permissionFor(route.privilege);
  const parameters = [
    ...parametersOf(route.params, 'path', schemas),
    ...parametersOf(route.query, 'query', schemas),
    ...parametersOf(route.headers, 'header', schemas),
    ...(route.idempotencyKey ? [idempotencyKey] : []),
  ];
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.tag],
    security: permission === 'none' ? [] : [{ accessToken: [`countersign/${permission}`] }],
    'x-privilege': route.privilege,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          (route.mediaTypes ?? ['application/json']).map((mediaType) => [
            mediaType,
            { schema: schemaOf(route.body as $ZodType, 'input', schemas) },
          ]),
        ),
      },
    }),
    responses: responsesOf(route, schemas),
  };
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Chosen by you, new for each attempt: a retry with the same key gets the same verdict and costs nothing.',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

function parametersOf(type: $ZodType | undefined, place: Parameter['in'], schemas: Record<string, Schema>) {
  if (!type) return [];
  const { properties = {}, required = [] } = schemaOf(type, 'input', schemas);
  return Object.entries(properties).map(([name, schema]): Parameter => {
    if (typeof schema === 'boolean') throw new Error(`Parameter ${name} has no schema.`);
    const { description } = schema;
    const isRequired = place === 'path' || required.includes(name);
    return { name, in: place, required: isRequired, ...(description && { description }), schema };
  });
}

function responsesOf(route: Route, schemas: Record<string, Schema>): Record<string, Response> {
  const { status, body } = route.success;
  const responses: Record<string, Response> = {
    [status]: {
      description: body ? 'Done' : 'Done, no content',
      ...(body && { content: { 'application/json': { schema: schemaOf(body, 'output', schemas) } } }),
    },
  };
  for (const [refusal, codes] of Map.groupBy(problemsOf(route), (code) => problems[code].status)) {
    responses[refusal] = refusalOf(refusal, codes);
  }
  for (const [status, failure] of Object.entries(failures)) {
    const refusal = responses[status];
    responses[status] = refusal ? either(refusal, failure) : failure;
  }
  return responses;
}

/** What the route declares, and what the chain in front of every handler may answer. */
function problemsOf(route: Route): ProblemCode[] {
  const implied: ProblemCode[] = [
    'invalid-request',
    'payload-too-large',
    ...(permissionFor(route.privilege) === 'none' ? [] : (['unauthenticated', 'forbidden'] as const)),
  ];
  return [...new Set([...implied, ...route.problems])];
}

/** The JSON schema of a type; parts with an id of their own move to the document's components. */
function schemaOf(type: $ZodType, io: 'input' | 'output', schemas: Record<string, Schema>): Schema {
  const { $schema: _, $defs = {}, ...schema } = toJSONSchema(type, { io, unrepresentable: 'any', override });
  const moved = JSON.parse(
    JSON.stringify({ schema, $defs }).replaceAll('"#/$defs/', '"#/components/schemas/'),
  );
  Object.assign(schemas, moved.$defs);
  return moved.schema;
}

/** If a format is named, the regular expression that checks it says nothing more to a reader. */
function override({ jsonSchema }: { jsonSchema: Schema }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
}
