import { rotation } from '../../../lib/domain/key-rotation.ts';
import { defineClass, useClass } from '../../support/classes.ts';
import { createUser, newId } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import type { Operation } from '../operations/operation.ts';

/** What is to be called, and how. */
export type Example = Pick<Operation, 'operationId' | 'prepare' | 'refused'>;

/** Somebody who may go without a second factor as long as none of the roles asks for one. */
const free = { roles: ['Cashier'], twoFactorRequired: false };

const person = (more: object) => {
  const userId = newId();
  return { userId, displayName: `Person ${userId}`, email: `${userId}@example.org`, ...more };
};

const importing = (row: object) => ({
  target: '/v1/users/import',
  rawBody: JSON.stringify(row),
  headers: { 'content-type': 'application/x-ndjson' },
  about: '',
});

/** A row of somebody who has a key already. */
async function row(world: World): Promise<object> {
  return person({ ...free, class: await defineClass(world), totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' });
}

/** Ways through operations that call more, or other things, than their worked example. */
export const examples: readonly Example[] = [
  {
    // Nobody is asked, so nothing was enrolled, and the answer is signed all the same.
    operationId: 'startVerification',
    async prepare(world) {
      const name = newId('Class');
      const passwordReset = { verifyBy: 'N', deliverBy: 'N', resetBy: 1, changeWithinMinutes: 10 };
      await useClass(world, name, { passwordReset });
      const userId = await createUser(world, { class: name });
      const body = { userId, purpose: 'password-reset' };
      return { target: '/v1/verifications', as: 'application', body, about: userId };
    },
  },
  {
    operationId: 'getSigningKeys',
    prepare: async () => ({ target: '/.well-known/jwks.json', as: 'nobody', about: '' }),
  },
  {
    // The next key is due, and made with a data key that is there.
    operationId: 'getSigningKeys',
    async prepare(world) {
      await createUser(world);
      world.advance(rotation.signsSeconds);
      return { target: '/.well-known/jwks.json', as: 'nobody', about: '' };
    },
  },
  {
    // Nothing of this person is sealed but the notice to the old address.
    operationId: 'changeUser',
    async prepare(world) {
      const target = `/v1/users/${await createUser(world)}`;
      return { target, body: { email: 'elsewhere@example.net' }, about: '' };
    },
  },
  {
    operationId: 'replaceTotpKey',
    async prepare(world) {
      return { target: `/v1/users/${await createUser(world)}/totp`, body: {}, about: '' };
    },
  },
  {
    operationId: 'createUser',
    prepare: async () => ({ target: '/v1/users', body: person(free), about: '' }),
  },
  {
    operationId: 'copyUser',
    async prepare(world) {
      const { userId, displayName, email } = person({});
      const target = `/v1/users/${await createUser(world, free)}/copy`;
      return { target, body: { userId, displayName, email }, about: userId };
    },
  },
  {
    operationId: 'importUsers',
    prepare: async (world) => importing(await row(world)),
  },
  {
    // Once more: the key is compared.
    operationId: 'importUsers',
    async prepare(world) {
      const call = importing(await row(world));
      await world.api.expect(200, 'POST', call.target, call);
      return call;
    },
  },
  {
    operationId: 'putRole',
    async prepare(world) {
      const name = newId('Role');
      await createUser(world, { ...free, roles: [name] });
      return { target: `/v1/roles/${name}`, body: { type: 'Group', twoFactorRequired: true }, about: name };
    },
  },
];
