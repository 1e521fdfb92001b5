import { expect, test } from 'vitest';
import { CounterToken } from '../../bench/peers/codes.ts';
import type { Holder, Peer } from '../../bench/peers/peer.ts';
import { insist, turnOf } from '../../bench/peers/turns.ts';
import { verdictOf } from '../../bench/report/printed.ts';

const people = (count: number): CounterToken[] =>
  Array.from(
    { length: count },
    (_, user) => new CounterToken({ userId: `p${user}`, secret: '0123456789abcdef0123' }),
  );

function peer(verify: (user: Holder, code: string) => Promise<boolean>): Peer {
  const nothing = async () => {};
  return {
    name: 'It',
    install: nothing,
    start: nothing,
    prepare: nothing,
    rest: nothing,
    stop: nothing,
    verify,
  };
}

/** Takes every code that it has not taken before. */
function honest(): Peer {
  const taken = new Set<string>();
  const first = new CounterToken({ userId: 'p0', secret: '0123456789abcdef0123' });
  const right = new Set(Array.from({ length: 10 }, () => first.next()));
  return peer(async ({ userId }, code) => {
    const isNew = !taken.has(userId + code) && right.has(code);
    taken.add(userId + code);
    return isNew;
  });
}

test('a product enters only if it accepts a right code, once, and no wrong one', async () => {
  await expect(insist({ peer: honest(), tokens: people(1) })).resolves.toBeUndefined();
  await expect(insist({ peer: peer(async () => true), tokens: people(1) })).rejects.toThrow('true,true,true');
  await expect(insist({ peer: peer(async () => false), tokens: people(1) })).rejects.toThrow('false');
});

test('a sign-in that is not verified counts for nothing: the turn ends', async () => {
  await expect(turnOf({ peer: peer(async () => false), tokens: people(2) }, 2, 5)).rejects.toThrow(
    'refused a right code',
  );
});

test('nobody signs in twice at once, and nobody sends a code twice', async () => {
  const underWay = new Set<string>();
  const sent = new Set<string>();
  const signIns = peer(async ({ userId }, code) => {
    expect(underWay).not.toContain(userId);
    expect(sent).not.toContain(userId + code);
    underWay.add(userId);
    sent.add(userId + code);
    await new Promise(setImmediate);
    underWay.delete(userId);
    return true;
  });
  const { milliseconds, perSecond } = await turnOf({ peer: signIns, tokens: people(7) }, 3, 0.02);
  expect(milliseconds).toHaveLength(sent.size);
  expect(perSecond).toBeGreaterThan(0);
});

test('the codes are those of RFC 4226, from the second on', () => {
  const token = new CounterToken({ userId: 'p', secret: '12345678901234567890' });
  expect([token.next(), token.next()]).toEqual(['287082', '359152']);
});

test('what could not be installed is reported as such, and never as a figure', () => {
  const what = 'Sign-ins beside It';
  expect(verdictOf({ what, checks: [], notRun: true, note: 'It is not installed' })).toBe('not run');
});
