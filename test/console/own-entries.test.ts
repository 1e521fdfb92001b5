import { expect, test } from 'vitest';
import type { Token } from '../../web/self/api.ts';
import { freshTokens, isLastActive, mayChange, typedCode, typedPhone } from '../../web/self/entries.ts';

const entered = (fields: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

const token = (tokenId: string, type: string, status: Token['status'] = 'ACTIVE'): Token => ({
  tokenId,
  type,
  typeName: type,
  status,
  label: tokenId,
  comment: null,
  device: null,
  lastUsedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  actions: [],
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

test('a fresh code comes from active tokens whose codes the service judges itself', () => {
  const tokens = [
    token('app', 'totp'),
    token('lost', 'totp', 'DISABLED'),
    token('new', 'totp', 'PENDING'),
    token('asked', 'questions'),
    token('elsewhere', 'radius'),
    token('phone', 'sms'),
  ];
  expect(freshTokens({ tokens }).map(({ tokenId }) => tokenId)).toEqual(['app', 'phone']);
});

test('2.11 the last active token is the one beside which only questions and inactive ones stand', () => {
  const app = token('app', 'totp');
  const others = [token('q', 'questions'), token('old', 'sms', 'DISABLED')];
  expect(isLastActive({ tokens: [app, ...others] }, app)).toBe(true);
  expect(isLastActive({ tokens: [app, token('phone', 'sms')] }, app)).toBe(false);
  expect(isLastActive({ tokens: others }, token('old', 'sms', 'DISABLED'))).toBe(false);
});

test('an account that is disabled or expired is for the help desk', () => {
  const enabled = (value: string) => [{ key: 'accountEnabled', label: 'Account Enabled', value }];
  expect(mayChange({ status: { stage: 'enrolled', attributes: enabled('True') } })).toBe(true);
  expect(mayChange({ status: { stage: 'enrolled', attributes: enabled('False') } })).toBe(false);
  expect(mayChange({ status: { stage: 'expired', attributes: [] } })).toBe(false);
  expect(mayChange({ status: { stage: 'not-required', attributes: [] } })).toBe(true);
});
