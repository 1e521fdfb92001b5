import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { config, type OperatorRole } from '../../infra.config.ts';
import { holds, operatorPrivileges, permissionFor, privilegesOf } from '../../lib/domain/authorization.ts';
import type { Caller } from '../support/api.ts';
import { expectProblem } from '../support/expectations.ts';
import { routes } from '../support/routes.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

const read = (as: Caller) => world.api.call('GET', '/v1/operator', { as });
const roleNames = Object.keys(config.roles) as OperatorRole[];
const groups = (...names: string[]): Caller => ({
  claims: { sub: 'ada', scope: 'countersign/operate', groups: names },
});

test('P.22 the help desk gets its privileges one by one', async () => {
  const { status, body } = await read('helpdesk');
  expect(status).toBe(200);
  expect(body).toEqual({
    name: 'the-helpdesk',
    roles: ['helpdesk'],
    privileges: [
      'operator',
      'users:read',
      'enrollment:reset',
      'links:send',
      'tokens:read',
      'tokens:write',
      'contacts:read',
      'directory:read',
    ],
  });
});

test('P.22 an auditor reads and changes nothing', async () => {
  const { body } = await read('auditor');
  expect(body.roles).toEqual(['auditor']);
  expect(body.privileges.filter((privilege: string) => !/^operator$|:read$/.test(privilege))).toEqual([]);
});

test('P.22 an administrator holds all that operators may hold, and nothing of applications and users', async () => {
  const { body } = await read('administrator');
  const asked = new Set(
    routes
      .filter(({ privilege }) => permissionFor(privilege) === 'operate')
      .map(({ privilege }) => privilege),
  );
  // One that no route asks for: with it the answers of some say more.
  expect(new Set(body.privileges)).toEqual(asked.add('contacts:read'));
  expect(body.privileges).not.toContain('verify');
  expect(JSON.stringify(body)).not.toContain('*');
});

test('P.22 who is of several groups holds what each of their roles does', async () => {
  const { body } = await read(groups('countersign-auditors', 'staff', 'countersign-helpdesk'));
  expect(body).toMatchObject({ name: 'ada', roles: ['helpdesk', 'auditor'] });
  expect(body.privileges).toEqual(expect.arrayContaining(['events:read', 'enrollment:reset']));
  expect(new Set(body.privileges).size).toBe(body.privileges.length);
});

test.each([
  ['an operator of no group', groups('staff')],
  ['an application', 'application'],
  ['a user', { self: 'somebody' }],
] as const)('rule 10: %s gets no answer', async (_who, as) => {
  const answer = await read(as);
  expectProblem(answer, 'forbidden');
  expect(answer.body).not.toHaveProperty('privileges');
});

test('P.22 asking changes nothing and costs no call of the database', async () => {
  const before = await tableText(world);
  world.calls.length = 0;
  expect(await read('administrator')).toMatchObject({ status: 200 });
  expect(world.calls).toEqual([]);
  expect(await tableText(world)).toBe(before);
});

describe('P.22 whatever roles somebody holds', () => {
  const roles = fc.subarray(roleNames, { minLength: 0 });

  test('the answer matches what the routes enforce', () => {
    fc.assert(
      fc.property(roles, (held) => {
        const told = privilegesOf(held);
        for (const privilege of operatorPrivileges) {
          expect(told.includes(privilege)).toBe(holds(held, privilege));
        }
      }),
    );
  });

  test('one more role never takes a privilege away, and without any there is none', () => {
    fc.assert(
      fc.property(roles, roles, (some, more) => {
        const all = privilegesOf([...new Set([...some, ...more])]);
        expect(all).toEqual(expect.arrayContaining(privilegesOf(some)));
      }),
    );
    expect(privilegesOf([])).toEqual([]);
  });
});
