import { order } from '../../support/accounts.ts';
import { createUser, enrolledUser, newId } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import type { Operation } from './operation.ts';

const proof = { identityVerified: true, reason: 'asked in person' };

/** An order about somebody who is enrolled. */
const about =
  (path: string, body: object = {}, before?: (world: World, userId: string) => Promise<unknown>) =>
  async (world: World) => {
    const { userId } = await enrolledUser(world);
    await before?.(world, userId);
    return { target: `/v1/users/${userId}${path}`, body, about: userId };
  };

const person = (userId: string) => ({
  userId,
  displayName: `Person ${userId}`,
  email: `${userId}@example.org`,
  roles: ['Cashier'],
});

export const accounts: readonly Operation[] = [
  {
    operationId: 'createUser',
    event: 'user.created',
    done: ['already-exists'],
    async prepare() {
      const userId = newId();
      return { target: '/v1/users', body: person(userId), about: userId };
    },
  },
  {
    operationId: 'importUsers',
    event: 'user.created',
    async prepare() {
      const userId = newId();
      const rawBody = JSON.stringify(person(userId));
      const headers = { 'content-type': 'application/x-ndjson' };
      return { target: '/v1/users/import', rawBody, headers, about: userId };
    },
  },
  {
    operationId: 'changeUser',
    event: 'user.changed',
    prepare: about('', { familyName: 'Lovelace', roles: ['Teller'], email: 'ada@example.net' }),
  },
  { operationId: 'deleteUser', event: 'user.deleted', done: ['user-not-found'], prepare: about('') },
  {
    operationId: 'renameUser',
    event: 'user.renamed',
    done: ['user-not-found'],
    async prepare(world) {
      const { userId } = await enrolledUser(world);
      return { target: `/v1/users/${userId}/rename`, body: { newUserId: newId('renamed') }, about: userId };
    },
  },
  {
    operationId: 'copyUser',
    event: 'user.created',
    done: ['already-exists'],
    async prepare(world) {
      const from = await createUser(world);
      const { userId, displayName, email } = person(newId('copy'));
      return { target: `/v1/users/${from}/copy`, body: { userId, displayName, email }, about: userId };
    },
  },
  { operationId: 'disableAccount', event: 'account.disabled', prepare: about('/disable') },
  {
    operationId: 'enableAccount',
    event: 'account.enabled',
    prepare: about('/enable', {}, (world, userId) => order(world, userId, 'disable')),
  },
  {
    operationId: 'restoreAccess',
    event: 'access.restored',
    done: ['not-allowed-in-state'],
    prepare: about('/restore-access', proof, (world, userId) => order(world, userId, 'disable')),
  },
  { operationId: 'resetEnrollment', event: 'enrollment.reset', anew: true, prepare: about('/reset', proof) },
  {
    operationId: 'replaceTotpKey',
    event: 'key.replaced',
    anew: true,
    prepare: about('/totp', { sendLink: true, identityVerified: true }),
  },
  {
    operationId: 'revealTotpKey',
    event: 'key.revealed',
    anew: true,
    async prepare(world) {
      const userId = await createUser(world);
      await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: {} });
      return { target: `/v1/users/${userId}/totp/reveal`, body: {}, about: userId };
    },
  },
  {
    operationId: 'recreateBackupCodes',
    event: 'backup-codes.recreated',
    anew: true,
    prepare: about('/backup-codes'),
  },
  {
    operationId: 'grantBypass',
    event: 'bypass.granted',
    anew: true,
    prepare: about('/bypass', { ...proof, minutes: 5 }),
  },
  {
    operationId: 'endBypass',
    event: 'bypass.ended',
    prepare: about('/bypass', {}, (world, userId) =>
      world.api.expect(201, 'POST', `/v1/users/${userId}/bypass`, { body: { ...proof, minutes: 5 } }),
    ),
  },
  {
    operationId: 'issueLostTokenCode',
    event: 'lost-token.issued',
    anew: true,
    async prepare(world) {
      const { userId, tokenId } = await enrolledUser(world);
      return {
        target: `/v1/users/${userId}/lost-token`,
        body: { ...proof, tokenId, days: 3 },
        about: userId,
      };
    },
  },
  {
    operationId: 'revokeLostTokenCode',
    event: 'lost-token.revoked',
    async prepare(world) {
      const { userId, tokenId } = await enrolledUser(world);
      const target = `/v1/users/${userId}/lost-token`;
      await world.api.expect(201, 'POST', target, { body: { ...proof, tokenId, days: 3 } });
      return { target, about: userId };
    },
  },
];
