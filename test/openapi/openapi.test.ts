import { describe, expect, test } from 'vitest';
import { type Operation, openApiDocument } from '../../build/openapi.ts';
import { functions } from '../../functions/index.ts';
import { permissionFor } from '../../lib/domain/authorization.ts';
import { problems } from '../../lib/domain/problems.ts';

const document = openApiDocument(functions);
const routes = functions.flatMap((definition) => definition.routes);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
);

function operationOf(method: string, path: string): Operation {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not documented`);
  return operation;
}

function documentedCodes(operation: Operation, status: number): readonly unknown[] {
  const schema = operation.responses[status]?.content?.['application/problem+json']?.schema;
  const either = [schema, ...(schema?.anyOf ?? [])].filter((one) => typeof one === 'object');
  return either
    .flatMap((one) => one.allOf ?? [])
    .flatMap((part) => {
      const code = typeof part === 'object' ? part.properties?.['code'] : undefined;
      return typeof code === 'object' ? (code.enum ?? []) : [];
    });
}

/** Every value of a member `key`, anywhere. */
function valuesOf(key: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key ? [inner] : []),
    ...valuesOf(key, inner),
  ]);
}

function lookUp(reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], document);
}

describe('the OpenAPI document', () => {
  test('every reference leads somewhere inside the document', () => {
    const references = valuesOf('$ref', document) as string[];
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(reference, reference).toMatch(/^#\/components\/schemas\/[\w.-]+$/);
      expect(lookUp(reference), reference).toBeTypeOf('object');
    }
  });

  test('it has every route exactly once, and nothing else', () => {
    const declared = routes.map(({ method, path }) => `${method} ${path}`).sort();
    const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort();
    expect(new Set(declared).size).toBe(declared.length);
    expect(documented).toEqual(declared);
  });

  test('operation ids are unique and speak as identifiers', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  test('every operation says what it does, under a listed tag', () => {
    const tags = document.tags.map(({ name }) => name);
    for (const { operation } of operations) {
      expect(operation.summary, operation.operationId).not.toBe('');
      expect(tags).toContain(operation.tags[0]);
    }
  });

  test('the parameters in a path are the path parameters declared', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name).sort(), path).toEqual(inPath);
    }
  });

  test('every problem a route declares is documented under its status', () => {
    for (const route of routes) {
      for (const code of route.problems) {
        const documented = documentedCodes(operationOf(route.method, route.path), problems[code].status);
        expect(documented, `${route.operationId} ${code}`).toContain(code);
      }
    }
  });

  test('the shared problem schema lists the whole closed list', () => {
    const code = document.components.schemas['Problem']?.properties?.['code'];
    expect(code).toMatchObject({ enum: Object.keys(problems) });
  });

  test('the scope is that of the permission; only the setup link and the public keys go without', () => {
    for (const route of routes) {
      const { security, operationId } = operationOf(route.method, route.path);
      const permission = permissionFor(route.privilege);
      expect(security, operationId).toEqual(
        permission === 'none' ? [] : [{ accessToken: [`countersign/${permission}`] }],
      );
      const open = route.path.startsWith('/v1/setup/') || route.path.startsWith('/.well-known/');
      expect(permission === 'none', operationId).toBe(open);
    }
  });

  test('a body is described wherever one is sent or answered', () => {
    for (const route of routes) {
      const { requestBody, responses, operationId } = operationOf(route.method, route.path);
      expect(Boolean(requestBody), operationId).toBe(Boolean(route.body));
      expect(Boolean(responses[route.success.status]?.content), operationId).toBe(
        Boolean(route.success.body),
      );
      expect(route.success.status === 204, operationId).toBe(!route.success.body);
    }
  });
});
