import type { OpenApiDocument, Operation } from '../../../build/openapi.ts';
import type { Schema } from '../../../build/openapi-schema.ts';
import type { Caller } from '../../support/api.ts';
import { type Draw, exampleOf, type Known } from './values.ts';

/** The operations of a document, each with its place in it. */
export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const placesOf = (document: OpenApiDocument): Placed[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

/** A request before it is written down, so that something can be done to it. */
export interface Draft {
  method: string;
  /** The segments of the path as they will be sent. */
  segments: string[];
  /** Which of the segments are values. */
  readonly variable: readonly number[];
  query: [name: string, value: string][];
  headers: Record<string, string>;
  /** JSON, unless `raw` says what is sent. */
  body: unknown;
  raw?: string | Uint8Array;
  caller: Caller;
}

/** Path parameters are known by what stands before them: `/v1/classes/{name}` is about a class. */
const parameterName = (path: string, name: string): string =>
  name === 'name' ? (path.split('/')[2] ?? name) : name;

/** What an operation cannot do without. */
export function neededBy({ operation }: Placed): string[] {
  const contents = Object.values(operation.requestBody?.content ?? {});
  const inBody = contents.flatMap(({ schema }) => Object.keys(schema.properties ?? {}));
  return [...(operation.parameters ?? []).map(({ name }) => name), ...inBody];
}

/** A request that the document allows, as far as it can tell. */
export function draftOf(
  { method, path, operation }: Placed,
  draw: Draw,
  { known, userId }: { known: Known; userId: string },
): Draft {
  const { parameters = [], requestBody } = operation;
  const valueFor = (name: string, schema: Schema): string =>
    String(exampleOf(schema, parameterName(path, name), draw, known));
  const of = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const values = new Map(of('path').map(({ name, schema }) => [name, valueFor(name, schema)]));
  const segments = path.split('/');
  const variable = [...segments.keys()].filter((place) => segments[place]?.startsWith('{'));
  for (const place of variable) {
    segments[place] = encodeURIComponent(values.get(segments[place]?.slice(1, -1) ?? '') ?? '');
  }
  const query = of('query')
    .filter(({ required }) => required || draw(3) === 0)
    .map(({ name, schema }): [string, string] => [name, valueFor(name, schema)]);
  const headers = of('header')
    .filter(({ required }) => required || draw(6) === 0)
    .map(({ name, schema }) => [name.toLowerCase(), encodeURI(valueFor(name, schema)).slice(0, 120)]);
  const draft: Draft = {
    method,
    segments,
    variable,
    query,
    headers: Object.fromEntries(headers),
    body: undefined,
    caller: callerFor(operation, userId),
  };
  if (requestBody) {
    const contents = Object.entries(requestBody.content);
    const [mediaType = '', content] = contents[draw(contents.length)] ?? [];
    draft.headers['content-type'] = mediaType;
    const value = exampleOf(content?.schema ?? {}, mediaType, draw, known);
    if (mediaType === 'application/json') draft.body = value;
    else draft.raw = String(value);
  }
  return draft;
}

/** Somebody who may. */
export function callerFor({ security }: Operation, userId: string): Caller {
  const [scope] = security[0]?.['accessToken'] ?? [];
  if (scope === undefined) return 'nobody';
  if (scope === 'countersign/self') return { self: userId };
  return scope === 'countersign/verify' ? 'application' : 'administrator';
}

/** As it goes over the line. */
export function written(draft: Draft): {
  method: string;
  target: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
} {
  const { method, segments, query, headers, body, raw } = draft;
  const pairs = query.map((pair) => pair.map(encodeText).join('='));
  const target = segments.join('/') + (pairs.length > 0 ? `?${pairs.join('&')}` : '');
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  return { method, target, headers, ...(sent === undefined ? {} : { body: sent }) };
}

/** Lone surrogates have no encoding. */
export const encodeText = (text: string): string => encodeURIComponent(text.toWellFormed());
