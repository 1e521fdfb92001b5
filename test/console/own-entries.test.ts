import { describe, expect, test } from 'vitest';
import { typesForUsers } from '../../lib/actions/tokens/token-types.ts';
import { tokenTypes as registered } from '../../lib/token-types/index.ts';
import type { Token } from '../../web/self/api.ts';
import {
  contactOf,
  freshTokens,
  isLastActive,
  mayChange,
  offeredTypes,
  typedCode,
  typedPhone,
} from '../../web/self/entries.ts';

const entered = (fields: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

const token = (tokenId: string, more: Partial<Token> = {}): Token => ({
  tokenId,
  type: 'any',
  typeName: 'Any',
  status: 'ACTIVE',
  label: tokenId,
  comment: null,
  device: null,
  lastUsedAt: null,
  lastDelivery: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  actions: [],
  contacts: [],
  replaceableBy: [],
  freshFactor: true,
  totpKey: false,
  ...more,
});

test('a code may be typed in groups; what cannot be one is not sent', () => {
  expect(typedCode(entered({ code: ' 123 456 ' }))).toBe('123456');
  expect(typedCode(entered({ code: '12-34' }))).toBe('1234');
  expect(typedCode(entered({ code: '123' }))).toBeUndefined();
  expect(typedCode(entered({ code: 'ABCD-EFGH' }))).toBeUndefined();
  expect(typedCode(entered({}))).toBeUndefined();
});

test('a number loses what makes it readable and keeps what may be wrong', () => {
  expect(typedPhone(entered({ phone: ' +44 7700-900.123 ' }))).toBe('+447700900123');
  expect(typedPhone(entered({ phone: '+44 (0) 7700' }))).toBe('+44(0)7700');
});

test('a form sends the place that was filled in, and an empty one where none was', () => {
  expect(contactOf(entered({ phone: '+44 7700 900123' }))).toEqual({ phone: '+447700900123' });
  expect(contactOf(entered({ phone: '' }))).toEqual({ phone: '' });
  expect(contactOf(entered({ email: ' ada@example.com ' }))).toEqual({ email: 'ada@example.com' });
  expect(contactOf(entered({ phone: '', email: 'ada@example.com' }))).toEqual({ email: 'ada@example.com' });
  expect(contactOf(entered({ phone: '+447700900123', email: '' }))).toEqual({ phone: '+447700900123' });
  expect(contactOf(entered({ label: 'Work' }))).toEqual({});
});

describe('what the page offers to add', () => {
  const offered = (decided: Parameters<typeof typesForUsers>[0]['tokenTypes']) =>
    offeredTypes({
      tokenTypes: JSON.parse(JSON.stringify(typesForUsers({ tokenTypes: decided }))),
    });

  test('is what the files of the types say, in the language of the visit', () => {
    expect(offered({})).toEqual(
      registered.flatMap(({ type, offer, contacts }) => (offer ? [{ type, offer: offer.en, contacts }] : [])),
    );
    expect(offered({}).length).toBeGreaterThan(2);
  });

  test('leaves out a type that became obsolete', () => {
    const [first, ...rest] = offered({});
    if (!first) throw new Error('Nothing is offered');
    const { type } = first;
    const obsolete = { type, name: 'Any', operatorCanEnroll: true, obsolete: true };
    expect(offered({ [type]: obsolete })).toEqual(rest);
  });

  test('is nothing that the page has no form for', () => {
    for (const { type, offer, ...of } of registered) {
      const hasForm = !of.asks && !of.provider && !of.fromPool;
      expect(offer === undefined || hasForm, `lib/token-types/${type}.ts has an offer for users`).toBe(true);
    }
  });
});

test('a fresh code comes from the tokens of which the service says so', () => {
  const tokens = [token('app'), token('elsewhere', { freshFactor: false }), token('phone')];
  expect(freshTokens({ tokens }).map(({ tokenId }) => tokenId)).toEqual(['app', 'phone']);
});

test('2.11 the last active token is the one beside which only questions and inactive ones stand', () => {
  const app = token('app');
  const questions = [{ questionId: 'pet', text: 'First pet' }];
  const others = [token('q', { questions }), token('old', { status: 'DISABLED' })];
  expect(isLastActive({ tokens: [app, ...others] }, app)).toBe(true);
  expect(isLastActive({ tokens: [app, token('phone')] }, app)).toBe(false);
  expect(isLastActive({ tokens: others }, token('old', { status: 'DISABLED' }))).toBe(false);
});

test('an account that is disabled or expired is for the help desk', () => {
  const enabled = (value: string) => [{ key: 'accountEnabled', label: 'Account Enabled', value }];
  expect(mayChange({ status: { stage: 'enrolled', attributes: enabled('True') } })).toBe(true);
  expect(mayChange({ status: { stage: 'enrolled', attributes: enabled('False') } })).toBe(false);
  expect(mayChange({ status: { stage: 'expired', attributes: [] } })).toBe(false);
  expect(mayChange({ status: { stage: 'not-required', attributes: [] } })).toBe(true);
});
