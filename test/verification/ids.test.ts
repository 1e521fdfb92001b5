import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { readVerificationId, sealVerification } from '../../lib/actions/verification/verification-ids.ts';
import type { DataKey } from '../../lib/crypto/sealing.ts';
import { deriveDataKey } from '../../lib/crypto/sealing.ts';
import type { Answer } from '../support/api.ts';
import { started } from '../support/arbitraries.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

function keyringOf(keys: readonly DataKey[]) {
  const find = async (id: number) => keys.find((key) => key.id === id);
  const current = async () => keys.at(-1) as DataKey;
  return { keyring: { find, current, byId: async (id: number) => (await find(id)) as DataKey } };
}

const newKey = (id: number): DataKey => deriveDataKey(id, randomBytes(32));

describe('the id of a verification', () => {
  test('says all that the start decided, and the same start makes the same id', async () => {
    const services = keyringOf([newKey(1)]);
    await fc.assert(
      fc.asyncProperty(started, async (one) => {
        const id = await sealVerification(services, one);
        expect(await readVerificationId(services, id)).toEqual(one);
        expect(await sealVerification(services, one)).toBe(id);
        expect(id.length).toBeLessThanOrEqual(4_096);
      }),
    );
  });

  test('changed by a bit, cut, lengthened, or of another deployment it is none', async () => {
    const services = keyringOf([newKey(1)]);
    await fc.assert(
      fc.asyncProperty(started, fc.nat(), async (one, place) => {
        const id = await sealVerification(services, one);
        const [sessionId = '', sealed = ''] = id.split('.');
        const bytes = Buffer.from(sealed, 'base64url');
        const flipped = Buffer.from(bytes);
        const at = place % (bytes.length * 8);
        flipped[at >> 3] = (flipped[at >> 3] ?? 0) ^ (1 << (at & 7));
        const others = [
          `${sessionId}.${flipped.toString('base64url')}`,
          `${'x'.repeat(11)}.${sealed}`,
          id.slice(0, -1 - (place % 20)),
          `${id}AA`,
          `${id}=`,
          `${id}.`,
          sealed,
        ];
        for (const other of others) expect(await readVerificationId(services, other)).toBeUndefined();
        expect(await readVerificationId(keyringOf([newKey(1)]), id)).toBeUndefined();
      }),
    );
  });

  test('is read for 90 minutes after the data key was renewed, and nothing of the user is readable in it', async () => {
    const old = newKey(1);
    const one = fc.sample(started, 1)[0];
    if (!one) return;
    const named = { ...one, userId: 'ada.lovelace', details: 'Pay 200 EUR to Anna' };
    const id = await sealVerification(keyringOf([old]), named);
    expect(await readVerificationId(keyringOf([old, newKey(2)]), id)).toEqual(named);
    expect(Buffer.from(id.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toMatch(
      /ada|lovelace|Anna/,
    );
  });
});

describe('an id that is none', () => {
  const calls: readonly [string, (id: string) => Promise<Answer>][] = [
    ['reading', (id) => readVerification(world, id)],
    ['answering', (id) => attempt(world, id, '123456')],
    [
      'having a code sent',
      (id) =>
        world.api.call('POST', `/v1/verifications/${id}/challenges`, {
          as: 'application',
          body: { tokenId: 'x' },
        }),
    ],
    [
      'enrolling',
      (id) => world.api.call('POST', `/v1/verifications/${id}/enrollment`, { as: 'application' }),
    ],
    [
      'confirming',
      (id) =>
        world.api.call('POST', `/v1/verifications/${id}/enrollment/confirmation`, {
          as: 'application',
          body: { code: '123456' },
        }),
    ],
  ];

  test.each(calls)('%s it is refused with not-found, and nothing is read for it', async (_what, call) => {
    const { userId } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    const half = verificationId.slice(0, verificationId.length / 2);
    const ids = [
      half,
      `${verificationId.slice(0, -2)}AA`,
      // As the ids of earlier versions were.
      `${'a'.repeat(22)}.${Buffer.from(userId).toString('base64url')}`,
      randomBytes(100).toString('base64url'),
      `${'a'.repeat(11)}.${randomBytes(100).toString('base64url')}`,
      `${'a'.repeat(11)}.${Buffer.concat([Buffer.from([1, 0, 1]), randomBytes(90)]).toString('base64url')}`,
    ];
    await world.services.settings();
    for (const id of ids) {
      const from = world.calls.length;
      expectProblem(await call(id), 'not-found');
      expect(world.calls.length - from).toBeLessThanOrEqual(0);
    }
    for (const id of ['short', 'a'.repeat(5_000)]) {
      const from = world.calls.length;
      expectProblem(await call(id), 'invalid-request');
      expect(world.calls.length - from).toBe(0);
    }
  });

  test('an attempt that names another user than the verification is refused, and nothing is judged', async () => {
    const { userId, secret } = await enrolledUser(world);
    const other = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    const code = appCode(secret, world.now);
    expectProblem(await attempt(world, verificationId, code, { userId: other.userId }), 'not-found');
    expect((await attempt(world, verificationId, code, { userId })).body).toMatchObject({
      status: 'verified',
      verificationId,
      userId,
    });
  });
});
