import { readFileSync } from 'node:fs';
import { safeParse } from 'zod/v4/core';
import type { Route } from '../../lib/http/route.ts';
import { bodies, documents } from '../api/bodies.ts';
import { matrix } from '../api/matrix.ts';
import { operations, readingOnly } from '../prove/operations/index.ts';

interface Place {
  readonly file: string;
  /** What is entered there. */
  readonly what: string;
  readonly has: (route: Route) => boolean;
}

const worked = new Set(operations.map(({ operationId }) => operationId));

/** Methods and paths as the API guide lists them. */
const guide = [...readFileSync('docs/api-guide.md', 'utf8').matchAll(/`([A-Z, ]+) (\/[^`\s]+)`/g)]
  .filter(([, , path = '']) => path.startsWith('/v1/') || path.startsWith('/.well-known/'))
  .flatMap(([, methods = '', path]) => methods.split(', ').map((method) => `${method} ${path}`));

/**
 * Where an endpoint is entered beside its route, for what no route can say: who may call it, what a right call is, and
 * where a reader finds it. Everything else that knows endpoints reads `functions/`.
 */
const places: readonly Place[] = [
  {
    file: 'test/api/matrix.ts',
    what: 'who may call it',
    has: ({ operationId }) => Object.hasOwn(matrix, operationId),
  },
  {
    file: 'test/api/bodies.ts',
    what: 'a body that it accepts',
    has: ({ operationId, body }) =>
      !body || operationId in documents || safeParse(body, bodies[operationId] ?? {}).success,
  },
  {
    file: 'test/prove/operations/',
    what: 'a worked call, on which every fault is tried; or that it only reads',
    has: ({ method, operationId }) =>
      method === 'GET' || worked.has(operationId) || readingOnly.includes(operationId),
  },
  {
    file: 'docs/api-guide.md',
    what: 'its method and path, under "Endpoints"',
    has: ({ method, path }) => guide.includes(`${method} ${path}`),
  },
];

/** What is still to be entered, a sentence for each place. */
export const missingEntries = (routes: readonly Route[]): string[] =>
  routes.flatMap((route) =>
    places
      .filter(({ has }) => !has(route))
      .map(
        ({ file, what }) => `Enter ${route.method} ${route.path} (${route.operationId}) in ${file}: ${what}.`,
      ),
  );

/** Entries of endpoints that are gone, each with its place. */
export function staleEntries(routes: readonly Route[]): string[] {
  const known = new Set(routes.map(({ operationId }) => operationId));
  const listed = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  const stale = (file: string, names: Iterable<string>, still: ReadonlySet<string>) =>
    [...names]
      .filter((name) => !still.has(name))
      .map((name) => `Take ${name} out of ${file}: there is no such route.`);
  return [
    ...stale('test/api/matrix.ts', Object.keys(matrix), known),
    ...stale('test/api/bodies.ts', [...Object.keys(bodies), ...Object.keys(documents)], known),
    ...stale('test/prove/operations/', [...worked, ...readingOnly], known),
    ...stale('docs/api-guide.md', guide, listed),
  ];
}
