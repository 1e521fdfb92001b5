import { expect } from 'vitest';
import { hashOfLostTokenCode } from '../../../lib/actions/verification/judge-lost-token.ts';
import { readState } from '../../../lib/store/user-records.ts';
import { eventsOf, useFewBackupCodes } from '../../support/accounts.ts';
import { holdWrite } from '../../support/barrier.ts';
import { attempt, enrolledUser, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

async function lost() {
  const { userId, tokenId } = await enrolledUser(world);
  const body = { tokenId, days: 3, identityVerified: true };
  const { code } = await world.api.expect(201, 'POST', `/v1/users/${userId}/lost-token`, { body });
  return { userId, tokenId, code: String(code) };
}

const revoke = (userId: string) => world.api.call('DELETE', `/v1/users/${userId}/lost-token`);

test('P.12 a use that was judged before the code was revoked, and writes after, is refused', async () => {
  const { userId, code } = await lost();
  const { verificationId } = await start(world, userId);
  const held = holdWrite(world, 'verification.succeeded');
  const use = attempt(world, verificationId, code);
  await held.reached;
  expect((await revoke(userId)).status).toBe(204);
  held.release();
  expect(await use).toMatchObject({ status: 401, body: { code: 'invalid-code' } });
});

test('P.12 of uses and a revocation at once, each accepted one is an event, and none is accepted afterwards', async () => {
  for (let round = 0; round < 3; round++) {
    const { userId, code } = await lost();
    // Four: were all refused, a fifth wrong one would use up the day's budget.
    const sessions = await Promise.all(Array.from({ length: 4 }, () => start(world, userId)));
    const [revoked, ...uses] = await Promise.all([
      revoke(userId),
      ...sessions.map(({ verificationId }) => attempt(world, verificationId, code)),
    ]);
    expect(revoked?.status).toBe(204);
    expect(uses.every(({ status }) => [200, 401].includes(status))).toBe(true);
    const { verificationId } = await start(world, userId);
    expect((await attempt(world, verificationId, code)).status).toBe(401);
    const events = (await eventsOf(world, userId)).map(({ type }) => type);
    expect(events.filter((type) => type === 'lost-token.revoked')).toHaveLength(1);
    const accepted = uses.filter(({ status }) => status === 200).length;
    expect(events.filter((type) => type === 'verification.succeeded')).toHaveLength(accepted);
  }
});

test('P.12 of 16 operators who issue one at once, exactly one code is good afterwards', async () => {
  const { userId, tokenId } = await enrolledUser(world);
  const body = { tokenId, days: 3, identityVerified: true };
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => world.api.call('POST', `/v1/users/${userId}/lost-token`, { body })),
  );
  const codes = answers.filter(({ status }) => status === 201).map(({ body }) => String(body.code));
  expect(codes.length).toBeGreaterThan(0);
  const events = await eventsOf(world, userId);
  expect(events.filter(({ type }) => type === 'lost-token.issued')).toHaveLength(codes.length);
  const state = await readState(world.services.table, userId);
  const key = await world.services.keyring.byId(state?.lostToken?.keyId ?? 0);
  const good = codes.filter(
    (code) => hashOfLostTokenCode(key, userId, tokenId, code.replaceAll('-', '')) === state?.lostToken?.hash,
  );
  expect(good).toHaveLength(1);
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, good[0] ?? '')).status).toBe(200);
});

test('P.12 enabling the token and issuing another code at once leave either the token or a code, never both', async () => {
  for (let round = 0; round < 3; round++) {
    const { userId, tokenId } = await lost();
    const body = { tokenId, days: 3, identityVerified: true };
    await Promise.all([
      world.api.call('POST', `/v1/users/${userId}/tokens/${tokenId}/enable`),
      world.api.call('POST', `/v1/users/${userId}/lost-token`, { body }),
    ]);
    const { factors } = await start(world, userId);
    const offered = factors.map(({ tokenId }: { tokenId: string }) => tokenId);
    expect(offered.includes('lost-token')).toBe(!offered.includes(tokenId));
  }
});
