import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activateToken } from '../../lib/domain/enrollment.ts';
import {
  enrollingWith,
  handedOver,
  isKey,
  pendingOf,
  withoutEnrollingType,
  withoutPending,
  withPending,
} from '../../lib/domain/pending.ts';
import { fromItem, toItem } from '../../lib/store/items.ts';
import { decodeState, encodeState } from '../../lib/store/state-item.ts';
import { epochSeconds, userState } from '../support/arbitraries.ts';

const hour = 3_600;

test('P.04 to add an enrollment removes no other, or is refused', () => {
  fc.assert(
    fc.property(userState, userState, (state, { pending = {} }) => {
      for (const one of Object.values(pending)) {
        try {
          const added = withPending(state, one);
          expect(added.pending).toEqual({ ...state.pending, [one.tokenId]: one });
        } catch (error) {
          expect(error).toMatchObject({ code: 'not-allowed-in-state' });
          expect(pendingOf(state)).toHaveLength(4);
        }
      }
    }),
  );
});

test('rule 8 an enrollment that ends takes its link with it, and nothing else', () => {
  fc.assert(
    fc.property(userState, (state) => {
      for (const { tokenId } of pendingOf(state)) {
        const after = withoutPending({ ...state, ...linkTo(state, tokenId) }, tokenId);
        expect(after.link).toBeUndefined();
        expect(pendingOf(after)).toEqual(pendingOf(state).filter((one) => one.tokenId !== tokenId));
        if (state.link) expect(withoutPending(state, tokenId).link).toEqual(state.link);
      }
    }),
  );
});

const linkTo = ({ link }: Parameters<typeof pendingOf>[0] & { link?: object }, tokenId: string) => ({
  link: { hash: 'h', expiresAt: 0, failures: 0, ...link, tokenId },
});

test('rule 9 one more token of an enrolled user ends no other enrollment, the first ends all', () => {
  fc.assert(
    fc.property(userState, epochSeconds, (state, now) => {
      const after = activateToken(state, 'new', { status: 'active', failures: 0 }, now);
      if (state.enrolledAt === undefined) {
        expect([after.pending, after.link, after.enrolling]).toEqual([undefined, undefined, undefined]);
      } else {
        expect([after.pending, after.link, after.sessions]).toEqual([
          state.pending,
          state.link,
          state.sessions,
        ]);
      }
    }),
  );
});

test('D9 what was handed over are operators’ keys that somebody has, or that a live link leads to; never a number or address', () => {
  fc.assert(
    fc.property(userState, epochSeconds, (state, now) => {
      const linked = state.link && state.link.expiresAt > now ? state.link.tokenId : undefined;
      const expected = pendingOf(state).filter(
        (one) => isKey(one) && one.by === 'operator' && (one.seen || one.tokenId === linked),
      );
      const ids = (all: readonly { tokenId: string }[]) => all.map(({ tokenId }) => tokenId).sort();
      expect(ids(handedOver(state, now))).toEqual(ids(expected));
    }),
  );
});

test('rule 5 the data key of sign-ins’ keys stays the same while a sign-in may depend on it', () => {
  const began = { at: 1_000_000, keyId: 1, types: ['totp'] };
  const at = (now: number, type = 'totp') => enrollingWith({ enrolling: began } as never, type, 2, now);
  expect(at(began.at + 600)).toBe(began);
  expect(at(began.at + 601)).toEqual({ ...began, at: began.at + 601 });
  expect(at(began.at + 1, 'hotp')).toEqual({ at: began.at + 1, keyId: 1, types: ['totp', 'hotp'] });
  expect(at(began.at + 600 + 1.5 * hour)).toMatchObject({ keyId: 1 });
  expect(at(began.at + 601 + 1.5 * hour)).toEqual({
    at: began.at + 601 + 1.5 * hour,
    keyId: 2,
    types: ['totp'],
  });
});

test('3.12 a replaced type is gone from what sign-ins have shown, the others stay', () => {
  fc.assert(
    fc.property(userState, (state) => {
      const types = state.enrolling?.types.filter((type) => type !== 'totp') ?? [];
      const after = withoutEnrollingType(state, 'totp');
      expect(after.enrolling?.types ?? []).toEqual(types);
    }),
  );
});

test('architecture: an enrollment of the earlier shape, one at a time, is read as one of several', () => {
  const [base] = fc.sample(userState, { numRuns: 1, seed: 7 });
  if (!base) throw new Error('no state');
  const { pending: _pending, link: _link, enrolling: _enrolling, ...bare } = base;
  const item = fromItem<object>(encodeState(bare));
  const read = (pending: object, link: object = {}) =>
    decodeState(toItem({ ...item, pending, ...link })).pending;
  const token = { tokenId: 'tokenid', type: 'totp', parameters: {}, label: 'App', startedAt: 1 };
  const key = { ...token, secret: new Uint8Array([1]) };
  const link = { link: { hash: 'h', tokenId: 'tokenid', expiresAt: 9, failures: 0 } };
  expect(read({ ...key, typed: true, shown: false })).toEqual({
    tokenid: { ...key, by: 'operator', seen: true },
  });
  expect(read({ ...key, typed: false, shown: true }, link)).toEqual({
    tokenid: { ...key, by: 'operator', seen: true },
  });
  expect(read({ ...key, typed: false, shown: true })).toEqual({
    tokenid: { ...key, by: 'user', seen: true },
  });
  expect(read({ ...token, device: {}, sent: {}, typed: false, shown: false })).toEqual({
    tokenid: { ...token, device: {}, sent: {}, by: 'user' },
  });
});
