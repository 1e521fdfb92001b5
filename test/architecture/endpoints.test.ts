import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { docsPage } from '../../build/docs-page.ts';
import { openApiDocument } from '../../build/openapi.ts';
import { functions } from '../../functions/index.ts';
import { route } from '../../lib/http/route.ts';
import { router } from '../../local/gateway/routes.ts';
import { full, resources, synthesise } from '../infra/synthesise.ts';
import { missingEntries, staleEntries } from '../support/endpoint-entries.ts';
import { routes } from '../support/routes.ts';

/** An endpoint that asks for no access token: one that needs most of the gateway. */
const planted = route({
  method: 'POST',
  path: '/v1/planted/{name}',
  operationId: 'plant',
  summary: 'An endpoint of a test',
  tag: 'Planted',
  privilege: 'public',
  params: z.strictObject({ name: z.string() }),
  body: z.strictObject({ seed: z.string() }),
  success: { status: 204 },
  problems: [],
  handle: async () => ({ status: 204 }),
});

const withPlanted = functions.map((definition) =>
  definition.name === 'users' ? { ...definition, routes: [...definition.routes, planted] } : definition,
);

describe('architecture: an endpoint is one entry in the routes of its function', () => {
  const toDo = [...missingEntries(routes), ...staleEntries(routes)];

  test.each([
    ['rule 10 the matrix names every route, and nothing else', 'test/api/matrix.ts'],
    ['every route that takes a body has one that it accepts', 'test/api/bodies.ts'],
    ['G3 every operation that changes something has a worked example', 'test/prove/operations/'],
    ['the API guide lists every route, and no other', 'docs/api-guide.md'],
  ])('%s', (_claim, file) => {
    expect(toDo.filter((sentence) => sentence.includes(` ${file}:`))).toEqual([]);
  });

  test('a new endpoint gets a sentence for each place that it must still be added to', () => {
    const of = 'POST /v1/planted/{name} (plant)';
    expect(missingEntries([...routes, planted])).toEqual([
      `Enter ${of} in test/api/matrix.ts: who may call it.`,
      `Enter ${of} in test/api/bodies.ts: a body that it accepts.`,
      `Enter ${of} in test/prove/operations/: a worked call, on which every fault is tried; or that it only reads.`,
      `Enter ${of} in docs/api-guide.md: its method and path, under "Endpoints".`,
    ]);
  });

  test('a removed endpoint gets a sentence for each place that still names it', () => {
    const left = routes.filter(({ operationId }) => operationId !== 'createUser');
    expect(staleEntries(left)).toEqual([
      'Take createUser out of test/api/matrix.ts: there is no such route.',
      'Take createUser out of test/api/bodies.ts: there is no such route.',
      'Take createUser out of test/prove/operations/: there is no such route.',
      'Take POST /v1/users out of docs/api-guide.md: there is no such route.',
    ]);
  });

  test('everything else follows: the document, the reference and the local gateway', () => {
    const document = openApiDocument(withPlanted);
    expect(document.paths['/v1/planted/{name}']?.['post']?.operationId).toBe('plant');
    expect(docsPage(document)['index.html']).toContain('id="plant"');
    expect(router(withPlanted)('POST', '/v1/planted/oak')).toMatchObject({
      route: { functionName: 'users', permission: 'none' },
      pathParameters: { name: 'oak' },
    });
  });

  test('and the deployed gateway, with the limits of a route that asks for no access token', () => {
    const { service } = synthesise(full, withPlanted);
    const propertiesOf = (type: string) =>
      Object.values(resources(service, type)).map(({ Properties }) => Properties);
    const key = 'POST /v1/planted/{name}';
    expect(propertiesOf('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey)).toContain(key);
    expect(propertiesOf('AWS::ApiGatewayV2::Stage')[0]?.RouteSettings).toHaveProperty([key]);
  });
});
