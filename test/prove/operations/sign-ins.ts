import { attestedSignIn } from '../../support/assertions.ts';
import { appCode, createUser, type Enrolled, enrolledUser, start, wrongCode } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import type { Operation, WorkedCall } from './operation.ts';
import { codeIn, withPhone } from './people.ts';

async function answering(world: World, person: Enrolled, code: string): Promise<WorkedCall> {
  const { verificationId } = await start(world, person.userId);
  const target = `/v1/verifications/${verificationId}/attempts`;
  return { target, as: 'application', body: { code }, about: person.userId };
}

export const signIns: readonly Operation[] = [
  {
    operationId: 'startVerification',
    way: 'with a code of the app',
    event: 'verification.succeeded',
    done: ['invalid-code'],
    async prepare(world) {
      const { userId, secret } = await enrolledUser(world);
      const body = { userId, code: appCode(secret, world.now) };
      return { target: '/v1/verifications', as: 'application', body, about: userId };
    },
  },
  {
    operationId: 'startVerification',
    way: 'with a wrong code',
    event: 'verification.failed',
    refused: 'invalid-code',
    async prepare(world) {
      const { userId, secret } = await enrolledUser(world);
      const body = { userId, code: wrongCode(secret, world.now) };
      return { target: '/v1/verifications', as: 'application', body, about: userId };
    },
  },
  {
    operationId: 'attemptVerification',
    way: 'a code of the app',
    event: 'verification.succeeded',
    async prepare(world) {
      const person = await enrolledUser(world);
      return answering(world, person, appCode(person.secret, world.now));
    },
  },
  {
    operationId: 'attemptVerification',
    way: 'a backup code',
    event: 'verification.succeeded',
    async prepare(world) {
      const person = await enrolledUser(world);
      return answering(world, person, person.backupCodes[0] ?? '');
    },
  },
  {
    operationId: 'attemptVerification',
    way: 'a wrong code',
    event: 'verification.failed',
    refused: 'invalid-code',
    async prepare(world) {
      const person = await enrolledUser(world);
      return answering(world, person, wrongCode(person.secret, world.now));
    },
  },
  {
    operationId: 'attemptVerification',
    way: 'a code that was texted',
    event: 'verification.succeeded',
    async prepare(world) {
      const { userId, tokenId, phone } = await withPhone(world);
      const { verificationId } = await start(world, userId);
      const path = `/v1/verifications/${verificationId}`;
      await world.api.expect(202, 'POST', `${path}/challenges`, { as: 'application', body: { tokenId } });
      const body = { code: await codeIn(world, phone) };
      return { target: `${path}/attempts`, as: 'application', body, about: userId };
    },
  },
  {
    operationId: 'sendVerificationCode',
    event: 'code.sent',
    done: ['send-limit'],
    async prepare(world) {
      const { userId, tokenId } = await withPhone(world);
      const { verificationId } = await start(world, userId);
      const target = `/v1/verifications/${verificationId}/challenges`;
      return { target, as: 'application', body: { tokenId }, about: userId };
    },
  },
  {
    operationId: 'redeemAssertion',
    event: 'assertion.redeemed',
    done: ['conflict'],
    async prepare(world) {
      const { assertion, userId } = await attestedSignIn(world);
      return { target: '/v1/assertions/redeem', as: 'application', body: { assertion }, about: userId };
    },
  },
  {
    operationId: 'startEnrollment',
    event: 'enrollment.started',
    anew: true,
    async prepare(world) {
      const userId = await createUser(world);
      const { verificationId } = await start(world, userId);
      return { target: `/v1/verifications/${verificationId}/enrollment`, as: 'application', about: userId };
    },
  },
  {
    operationId: 'confirmEnrollment',
    event: 'enrollment.confirmed',
    done: ['not-allowed-in-state', 'verification-expired'],
    async prepare(world) {
      const userId = await createUser(world);
      const { verificationId } = await start(world, userId);
      const path = `/v1/verifications/${verificationId}/enrollment`;
      const { secret } = await world.api.expect(201, 'POST', path, { as: 'application' });
      const body = { code: appCode(secret, world.now) };
      return { target: `${path}/confirmation`, as: 'application', body, about: userId };
    },
  },
];
