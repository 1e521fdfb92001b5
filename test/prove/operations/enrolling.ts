import { keyOf, sendLink } from '../../support/links.ts';
import { appCode, createUser, enrolledUser } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import type { Operation, WorkedCall } from './operation.ts';
import { codeIn, newPhone, withPhone } from './people.ts';

/** One's own call, with a fresh code of one's app. */
async function own(world: World, path: string, body: object = {}): Promise<WorkedCall> {
  const { userId, secret } = await enrolledUser(world);
  const code = appCode(secret, world.now);
  return { target: path, as: { self: userId }, body: { ...body, code }, about: userId };
}

export const enrolling: readonly Operation[] = [
  {
    operationId: 'sendSetupLink',
    event: 'link.sent',
    anew: true,
    async prepare(world) {
      const userId = await createUser(world);
      return { target: `/v1/users/${userId}/setup-links`, body: { pin: true }, about: userId };
    },
  },
  {
    operationId: 'openSetupLink',
    event: 'link.opened',
    anew: true,
    async prepare(world) {
      const userId = await createUser(world);
      const { token, pin } = await sendLink(world, userId, { pin: true });
      return { target: '/v1/setup/open', as: 'nobody', body: { token, pin }, about: userId };
    },
  },
  {
    operationId: 'confirmSetupLink',
    event: 'enrollment.confirmed',
    done: ['link-not-found'],
    async prepare(world) {
      const userId = await createUser(world);
      const link = await sendLink(world, userId);
      const code = appCode(await keyOf(world, link), world.now);
      return { target: '/v1/setup/confirm', as: 'nobody', body: { token: link.token, code }, about: userId };
    },
  },
  {
    operationId: 'regenerateMyBackupCodes',
    event: 'backup-codes.recreated',
    done: ['invalid-code'],
    prepare: (world) => own(world, '/v1/me/backup-codes'),
  },
  {
    operationId: 'addMyToken',
    way: 'an app',
    event: 'enrollment.started',
    before: 1,
    done: ['invalid-code'],
    prepare: (world) => own(world, '/v1/me/tokens', { type: 'totp', label: 'Tablet' }),
  },
  {
    operationId: 'addMyToken',
    way: 'a number',
    event: 'enrollment.started',
    done: ['send-limit'],
    async prepare(world) {
      const userId = await createUser(world);
      const body = { type: 'sms', phone: newPhone() };
      return { target: '/v1/me/tokens', as: { self: userId }, body, about: userId };
    },
  },
  {
    operationId: 'confirmMyToken',
    event: 'enrollment.confirmed',
    done: ['token-not-found'],
    async prepare(world) {
      const userId = await createUser(world);
      const phone = newPhone();
      const self = { as: { self: userId }, body: { type: 'sms', phone } };
      const { tokenId } = await world.api.expect(201, 'POST', '/v1/me/tokens', self);
      const body = { code: await codeIn(world, phone) };
      return { target: `/v1/me/tokens/${tokenId}/confirm`, as: { self: userId }, body, about: userId };
    },
  },
  {
    operationId: 'sendMyCode',
    event: 'code.sent',
    done: ['send-limit'],
    async prepare(world) {
      const { userId, tokenId } = await withPhone(world);
      return { target: `/v1/me/tokens/${tokenId}/challenge`, as: { self: userId }, about: userId };
    },
  },
  {
    operationId: 'removeMyToken',
    event: 'token.deleted',
    done: ['token-not-found', 'forbidden', 'invalid-code'],
    async prepare(world) {
      const { userId, secret, tokenId } = await enrolledUser(world);
      const code = appCode(secret, world.now);
      const body = { code, confirmNoActiveToken: true };
      return { target: `/v1/me/tokens/${tokenId}`, as: { self: userId }, body, about: userId };
    },
  },
];
