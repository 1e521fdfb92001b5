import { describe, expect } from 'vitest';
import { expectProblem } from '../support/expectations.ts';
import { routes, targetOf } from '../support/routes.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';
import { callers, everybody, matrix, type Who } from './matrix.ts';

describe.each(routes.map((route) => [route.operationId, route] as const))(
  'rule 10: %s',
  (operationId, route) => {
    const call = (who: Who) =>
      world.api.call(route.method, targetOf(route, {}), { as: callers[who], body: {} });
    const may = everybody.filter((who) => matrix[operationId]?.includes(who));
    const mayNot = everybody.filter((who) => !may.includes(who));

    test.each(may)('%s may', async (who) => {
      const { status, body } = await call(who);
      expect(['unauthenticated', 'forbidden']).not.toContain(body?.code);
      expect(status).toBeLessThan(500);
    });

    test.runIf(mayNot.length > 0).each(mayNot)('%s may not, and learns nothing', async (who) => {
      const before = await tableText(world);
      const answer = await call(who);
      expectProblem(answer, who === 'nobody' ? 'unauthenticated' : 'forbidden');
      // Not even what is wrong with the request.
      expect(answer.body).not.toHaveProperty('errors');
      expect(await tableText(world)).toBe(before);
    });
  },
);
