import { type ProblemCode, problems } from '../lib/domain/problems.ts';
import type { Response, Schema } from './openapi-schema.ts';

/** RFC 9457, as every refusal is written. */
export const problemSchema: Schema = {
  type: 'object',
  properties: {
    type: { type: 'string', description: 'Address of the problem type' },
    title: { type: 'string', description: 'The title of the problem type, always the same' },
    status: { type: 'integer', description: 'The HTTP status' },
    detail: { type: 'string', description: 'What happened this time and what to do next' },
    instance: { type: 'string', description: 'Id of the request, for the logs' },
    code: { type: 'string', enum: Object.keys(problems), description: 'The code that programs branch on' },
    attemptsRemaining: { type: 'integer', description: 'With `invalid-code`' },
    retryAfterSeconds: { type: 'integer', description: 'The same as the `Retry-After` header' },
    errors: {
      type: 'array',
      description: 'With `invalid-request`: each field that is wrong',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
        required: ['path', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
};

const retryAfter = {
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
} as const;

/** The refusals of one status. */
export function refusalOf(status: number, codes: readonly ProblemCode[]): Response {
  const narrowed: Schema = { properties: { code: { enum: [...codes] } } };
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('. '),
    ...(status === 429 && { headers: retryAfter }),
    content: {
      'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, narrowed] } },
    },
  };
}

function failure(status: number, description: string): Response {
  const { code: _, attemptsRemaining: _a, errors: _e, ...properties } = problemSchema.properties ?? {};
  const required = ['type', 'title', 'status', 'detail', 'instance'];
  const schema: Schema = {
    type: 'object',
    properties: { ...properties, status: { const: status } },
    required,
  };
  return {
    description,
    ...(status === 503 && { headers: retryAfter }),
    content: { 'application/problem+json': { schema } },
  };
}

/**
 * Failures that are not the caller's fault: without a code, and with nothing but the id that finds the details in the
 * logs.
 */
export const failures: Readonly<Record<string, Response>> = {
  500: failure(500, 'Internal error of the service'),
  503: failure(503, 'Temporarily unavailable; a retry is safe'),
};

/** One status, two meanings: a refusal with its code, or a failure without one. */
export function either(refusal: Response, failure: Response): Response {
  const schemas = [refusal, failure].map(
    ({ content }): Schema => content?.['application/problem+json']?.schema ?? {},
  );
  return {
    ...failure,
    description: `${refusal.description}. Or: ${failure.description}`,
    content: { 'application/problem+json': { schema: { anyOf: schemas } } },
  };
}
