import { beforeEach, describe, expect, vi } from 'vitest';
import { type Effect, effects, effectsOf } from '../../lib/domain/effects.ts';
import { readState } from '../../lib/store/user-records.ts';
import { operations } from '../prove/operations/index.ts';
import type { WorkedCall } from '../prove/operations/operation.ts';
import { stageOf } from '../support/accounts.ts';
import type { Answer, Caller } from '../support/api.ts';
import { defineClass } from '../support/classes.ts';
import { createUser, enrolledUser, newId } from '../support/people.ts';
import { routes } from '../support/routes.ts';
import { tableText } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';

/** The privileges of one more role, whatever a test says they are. */
const exact = vi.hoisted(() => ({ group: 'exact', rank: 3, privileges: [] as string[] }));
vi.mock('../../infra.config.ts', async (original) => {
  const { config } = await original<typeof import('../../infra.config.ts')>();
  return { config: { ...config, roles: { ...config.roles, exact } } };
});

beforeEach(() => {
  exact.privileges = [];
});

const caller: Caller = { claims: { sub: 'exactly', scope: 'countersign/operate', groups: ['exact'] } };

interface Case {
  readonly operationId: string;
  readonly way?: string;
  readonly effects: readonly Effect[];
  readonly prepare: (world: World) => Promise<WorkedCall>;
}

/** The worked examples with an effect: every other one has none. */
const ofExamples: Readonly<Record<string, readonly Effect[]>> = {
  deleteUser: ['frees-id'],
  renameUser: ['frees-id'],
  resetEnrollment: ['ends-enrollment'],
  replaceTotpKey: ['ends-enrollment'],
  deleteToken: ['ends-enrollment'],
  unassignHardwareToken: ['ends-enrollment'],
  reassignHardwareToken: ['ends-enrollment'],
  recreateBackupCodes: ['gives-code'],
  issueLostTokenCode: ['gives-code'],
  grantBypass: ['lifts-requirement'],
  replaceTokenType: ['changes-tokens'],
  restoreExpired: ['restores-access'],
};

const onUser =
  (path: string, body: object, given: object = {}) =>
  async (world: World): Promise<WorkedCall> => {
    const { userId } = await enrolledUser(world, given);
    return { target: `/v1/users/${userId}${path}`, body, about: userId };
  };

/** A user is moved into a class like this. */
const joins = (fields: object) => async (world: World) => {
  const name = await defineClass(world, fields);
  return onUser('', { class: name })(world);
};

const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** What has an effect only with certain input. */
const ways: readonly Case[] = [
  {
    operationId: 'changeUser',
    way: 'two factors not required any more',
    effects: ['lifts-requirement'],
    prepare: onUser('', { twoFactorRequired: false }),
  },
  {
    operationId: 'changeUser',
    way: 'no role that requires two factors any more',
    effects: ['lifts-requirement'],
    async prepare(world) {
      const role = newId('role');
      const body = { type: 'internal', twoFactorRequired: true };
      await world.api.expect(200, 'PUT', `/v1/roles/${role}`, { body });
      return onUser('', { roles: [], twoFactorRequired: false }, { roles: [role] })(world);
    },
  },
  {
    operationId: 'changeUser',
    way: 'into *NEVER',
    effects: ['lifts-requirement'],
    prepare: onUser('', { class: '*NEVER' }),
  },
  {
    operationId: 'changeUser',
    way: 'into a class that prefers no device',
    effects: ['lifts-requirement'],
    prepare: joins({ preferredDevice: 'N' }),
  },
  {
    operationId: 'changeUser',
    way: 'into a class that verifies nobody for a password reset',
    effects: ['lifts-requirement'],
    prepare: joins({ passwordReset: { verifyBy: 'N' } }),
  },
  {
    operationId: 'changeUser',
    way: 'two factors not asked any more of a member of a class that exempts',
    effects: ['lifts-requirement'],
    async prepare(world) {
      const userId = await createUser(world, { class: '*NEVER' });
      return { target: `/v1/users/${userId}`, body: { twoFactorRequired: false }, about: userId };
    },
  },
  {
    operationId: 'resetEnrollment',
    way: 'of a member of a class that exempts since',
    effects: ['ends-enrollment'],
    async prepare(world) {
      const name = await defineClass(world);
      const call = await onUser('/reset', { identityVerified: true }, { class: name })(world);
      await world.api.expect(200, 'PUT', `/v1/classes/${name}`, { body: { preferredDevice: 'N' } });
      world.advance(6);
      return call;
    },
  },
  {
    operationId: 'putClass',
    way: 'no preferred device any more',
    effects: ['lifts-requirement-of-class'],
    async prepare(world) {
      const name = await defineClass(world);
      return { target: `/v1/classes/${name}`, body: { preferredDevice: 'N' }, about: name };
    },
  },
  {
    operationId: 'putClass',
    way: 'no verification for a password reset any more',
    effects: ['lifts-requirement-of-class'],
    async prepare(world) {
      const name = await defineClass(world);
      return { target: `/v1/classes/${name}`, body: { passwordReset: { verifyBy: 'N' } }, about: name };
    },
  },
  {
    operationId: 'putClass',
    way: 'no preferred device for everybody without a class',
    effects: ['lifts-requirement-of-class'],
    prepare: async () => ({
      target: '/v1/classes/*DFT',
      body: { passwordReset: { verifyBy: 'N' } },
      about: '',
    }),
  },
  {
    operationId: 'deleteToken',
    way: 'the last one, disabled before',
    effects: ['ends-enrollment'],
    async prepare(world) {
      const { userId, tokenId } = await enrolledUser(world);
      const target = `/v1/users/${userId}/tokens/${tokenId}`;
      await world.api.expect(200, 'POST', `${target}/disable`, { body: { confirmNoActiveToken: true } });
      return { target: `${target}?identityVerified=true`, about: userId };
    },
  },
  {
    operationId: 'deleteToken',
    way: 'one of two',
    effects: [],
    async prepare(world) {
      const { userId, tokenId } = await enrolledUser(world);
      const body = { type: 'email', email: 'second@example.org' };
      await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
      return { target: `/v1/users/${userId}/tokens/${tokenId}`, about: userId };
    },
  },
  {
    operationId: 'replaceTotpKey',
    way: 'a typed one, beside another token',
    effects: ['tells-key'],
    async prepare(world) {
      const { userId } = await enrolledUser(world);
      const body = { type: 'email', email: 'second@example.org' };
      await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
      return { target: `/v1/users/${userId}/totp`, body: { secret: key }, about: userId };
    },
  },
  {
    operationId: 'replaceTotpKey',
    way: 'a typed one, of somebody who has none',
    effects: ['tells-key'],
    async prepare(world) {
      const userId = await createUser(world);
      return { target: `/v1/users/${userId}/totp`, body: { secret: key }, about: userId };
    },
  },
  {
    operationId: 'enrollToken',
    way: 'a typed key',
    effects: ['tells-key'],
    prepare: onUser('/tokens', { type: 'totp', secret: key }),
  },
  {
    operationId: 'deleteUser',
    way: 'of whom two factors are not required',
    effects: [],
    async prepare(world) {
      const userId = await createUser(world, { twoFactorRequired: false });
      return { target: `/v1/users/${userId}`, about: userId };
    },
  },
];

const routeOf = (operationId: string) => {
  const route = routes.find((candidate) => candidate.operationId === operationId);
  if (!route) throw new Error(`No route ${operationId}`);
  return route;
};

const byOperators = (operationId: string): boolean =>
  !['verify', 'self', 'setup', 'public'].includes(routeOf(operationId).privilege);

const cases: readonly Case[] = [
  ...operations
    .filter(({ operationId }) => byOperators(operationId))
    .map((example) => ({ ...example, effects: ofExamples[example.operationId] ?? [] })),
  ...ways,
];

const needsOf = ({ operationId, effects: caused }: Case): string[] => [
  ...new Set([routeOf(operationId).privilege, ...caused.flatMap((effect) => effects[effect].privileges)]),
];

const send = ({ operationId }: Case, call: WorkedCall): Promise<Answer> => {
  const { target, body, rawBody, headers } = call;
  return world.api.call(routeOf(operationId).method, target, {
    as: caller,
    ...(body === undefined ? {} : { body }),
    ...(rawBody === undefined ? {} : { rawBody }),
    ...(headers === undefined ? {} : { headers }),
  });
};

const titled = cases.map(
  (one) => [one.way ? `${one.operationId}, ${one.way}` : one.operationId, one] as const,
);

describe('rule 15 what an operation brings about needs the privileges of its effects, all of them and no others', () => {
  test.each(titled)('%s', async (_, one) => {
    const call = await one.prepare(world);
    const needs = needsOf(one);
    const before = await tableText(world);
    for (const missing of needs) {
      exact.privileges = needs.filter((privilege) => privilege !== missing);
      const answer = await send(one, call);
      expect(answer, `without ${missing}`).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      if (exact.privileges.length > 0) expect(answer.body.detail).toContain(missing);
      expect(await tableText(world)).toBe(before);
    }
    exact.privileges = needs;
    const standing = await readState(world.services.table, call.about);
    const { status, body } = await send(one, call);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    // What the states say of it is among what the table says.
    const left = standing && (await readState(world.services.table, call.about));
    if (standing && left) expect(one.effects).toEqual(expect.arrayContaining(effectsOf(standing, left)));
  });
});

describe('1.20 what ends an enrollment is refused until the operator says that the identity was verified', () => {
  const ending = titled.filter(([, one]) => one.effects.includes('ends-enrollment'));
  test.each(ending)('%s', async (_, one) => {
    const call = await one.prepare(world);
    exact.privileges = needsOf(one);
    const { identityVerified: _said, ...body } = (call.body ?? {}) as { identityVerified?: true };
    const target = call.target.replace(/[?&]identityVerified=true/, '');
    const before = await tableText(world);
    const answer = await send(one, { ...call, target, ...(call.body ? { body } : {}) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(answer.body.errors).toEqual([
      { path: 'identityVerified', message: expect.stringMatching(/verify the user's identity/) },
    ]);
    expect(await tableText(world)).toBe(before);
  });
});

test('rule 15 an import with a key is refused to operators who may not see keys, row by row', async () => {
  exact.privileges = ['users:import'];
  const userId = newId();
  const row = { userId, displayName: 'Ada', email: `${userId}@example.org`, totpSecret: key };
  const headers = { 'content-type': 'application/x-ndjson' };
  const order = { as: caller, rawBody: JSON.stringify(row), headers };
  const { body } = await world.api.call('POST', '/v1/users/import', order);
  expect(body).toMatchObject({ created: 0, refused: [{ reason: expect.stringMatching(/secrets:reveal/) }] });
  expect(await world.api.call('GET', `/v1/users/${userId}`)).toMatchObject({ status: 404 });
});

test('rule 15 a device that is marked compromised leaves its user enrolled: the password alone enrolls nobody', async () => {
  const marked = operations.find(({ operationId }) => operationId === 'markHardwareTokenCompromised');
  if (!marked) throw new Error('No example');
  const call = await marked.prepare(world);
  const serial = call.about;
  const { assignedTo } = await world.api.expect(200, 'GET', `/v1/hardware-tokens/${serial}`);
  await world.api.expect(200, 'POST', call.target, { body: {} });
  expect(await stageOf(world, assignedTo.userId)).toBe('enrolled');
});
