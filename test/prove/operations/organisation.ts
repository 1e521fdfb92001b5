import { period } from '../../support/accounts.ts';
import { createUser, newId } from '../../support/people.ts';
import { sweep } from '../../support/sweep.ts';
import type { World } from '../../support/world.ts';
import type { Operation } from './operation.ts';
import { withPhone } from './people.ts';

const provider = {
  kind: 'https',
  url: 'https://factor.example.org/',
  secret: `whsec_${'A'.repeat(43)}=`,
  timeoutMilliseconds: 1_000,
};

/** Something of its own name; it already exists if `body` says what it is. */
const named =
  (folder: string, body: object, before?: object) =>
  async ({ api }: World) => {
    const name = newId('Name');
    const target = `/v1/${folder}/${name}`;
    if (before) await api.expect(200, 'PUT', target, { body: before });
    return { target, body, about: name };
  };

const role = { type: 'Group', twoFactorRequired: true };

export const organisation: readonly Operation[] = [
  {
    operationId: 'changeSettings',
    event: 'settings.changed',
    anew: true,
    async prepare() {
      const issuer = newId('Issuer');
      return { target: '/v1/settings', body: { issuer }, about: issuer };
    },
  },
  {
    operationId: 'runExpiry',
    event: 'enrollment.expired',
    async prepare(world) {
      const userId = await createUser(world);
      world.advance(period);
      return { target: '/v1/expiry/run', body: { force: true }, about: userId };
    },
  },
  {
    operationId: 'restoreExpired',
    event: 'access.restored',
    async prepare(world) {
      const userId = await createUser(world);
      world.advance(period);
      await sweep(world, { force: true });
      await world.drain();
      const { lastRun } = await world.api.expect(200, 'GET', '/v1/expiry');
      return { target: '/v1/expiry/restore', body: { run: lastRun.at, dryRun: false }, about: userId };
    },
  },
  { operationId: 'putRole', event: 'role.changed', anew: true, prepare: named('roles', role) },
  {
    operationId: 'deleteRole',
    event: 'role.deleted',
    done: ['not-found'],
    prepare: named('roles', {}, role),
  },
  {
    operationId: 'putTokenType',
    event: 'token-type.changed',
    anew: true,
    async prepare() {
      const name = newId('Voice');
      return { target: '/v1/token-types/virtual', body: { name }, about: name };
    },
  },
  { operationId: 'putClass', event: 'class.changed', prepare: named('classes', { text: 'At the counter' }) },
  {
    operationId: 'deleteClass',
    event: 'class.deleted',
    done: ['not-found'],
    prepare: named('classes', {}, {}),
  },
  {
    operationId: 'copyClass',
    event: 'class.copied',
    done: ['already-exists'],
    async prepare({ api }) {
      const [from, name] = [newId('Class'), newId('Copy')];
      await api.expect(200, 'PUT', `/v1/classes/${from}`, { body: {} });
      return { target: `/v1/classes/${from}/copy`, body: { name }, about: name };
    },
  },
  {
    operationId: 'replaceTokenType',
    event: 'token.replaced',
    async prepare(world) {
      const { userId } = await withPhone(world);
      return { target: '/v1/token-types/sms/replace', body: { by: 'virtual', dryRun: false }, about: userId };
    },
  },
  {
    operationId: 'replaceToken',
    event: 'token.replaced',
    async prepare(world) {
      const { userId, tokenId } = await withPhone(world);
      const target = `/v1/users/${userId}/tokens/${tokenId}/replace`;
      return { target, body: { by: 'virtual' }, about: userId };
    },
  },
  {
    operationId: 'putProvider',
    event: 'provider.changed',
    anew: true,
    prepare: named('providers', provider),
  },
  {
    operationId: 'deleteProvider',
    event: 'provider.deleted',
    done: ['not-found'],
    prepare: named('providers', {}, provider),
  },
];
