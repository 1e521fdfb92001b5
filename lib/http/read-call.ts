import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { type $ZodType, safeParse } from 'zod/v4/core';
import { type FieldError, invalidFields, Problem } from '../domain/problems.ts';
import { fieldErrors } from './issues.ts';
import type { Route } from './route.ts';

const defaultMaxBodyBytes = 8 * 1024;
const nothing = z.strictObject({});

/**
 * Everything a handler may know about a request, validated (rule 13).
 *
 * @throws Problem `invalid-request`, `payload-too-large`
 */
export function readCall(route: Route, event: APIGatewayProxyEventV2) {
  const errors: FieldError[] = [];
  const read = (schema: $ZodType, value: unknown): unknown => {
    const result = safeParse(schema, value, { reportInput: true });
    if (!result.success) errors.push(...fieldErrors(result.error.issues));
    return result.data;
  };
  const params = read(route.params ?? nothing, event.pathParameters ?? {});
  const query = read(route.query ?? nothing, event.queryStringParameters ?? {});
  const headers = route.headers && read(route.headers, event.headers);
  const body = read(route.body ?? nothing, readBody(route, event));
  const idempotencyKey = event.headers['idempotency-key'];
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,128}$/.test(idempotencyKey)) {
    errors.push({ path: 'Idempotency-Key', message: 'must be 1 to 128 printable characters' });
  }
  if (errors.length > 0) {
    throw invalidFields(errors.slice(0, 20));
  }
  return { params, query, headers, body, idempotencyKey, mediaType: mediaTypeOf(event) };
}

const mediaTypeOf = ({ headers }: APIGatewayProxyEventV2): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function readBody(route: Route, event: APIGatewayProxyEventV2): unknown {
  const { body, isBase64Encoded } = event;
  const { mediaTypes } = route;
  if (mediaTypes && !mediaTypes.includes(mediaTypeOf(event))) {
    throw new Problem('invalid-request', `The Content-Type must be one of: ${mediaTypes.join(', ')}.`);
  }
  if (!body) return mediaTypes ? '' : {};
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const most = route.maxBodyBytes ?? defaultMaxBodyBytes;
  if (bytes.length > most) throw new Problem('payload-too-large', `The body may have at most ${most} bytes.`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return mediaTypes ? text : JSON.parse(text);
  } catch {
    throw new Problem('invalid-request', `The body must be ${mediaTypes ? 'text' : 'JSON'} in UTF-8.`);
  }
}
