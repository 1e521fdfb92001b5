import { describe, expect, test } from 'vitest';
import { maskEmail, maskPhone } from '../../lib/domain/masking.ts';
import type { Contacts } from '../../lib/token-types/contract.ts';
import { describe as describeType } from '../../lib/token-types/description.ts';
import { tokenType, tokenTypes } from '../../lib/token-types/index.ts';
import { actionsOf } from '../../lib/token-types/token-status.ts';
import type { TokenType } from '../../web/console/api/token-types.ts';
import type { Token } from '../../web/console/api/tokens.ts';
import {
  editableOf,
  editOf,
  emptyDraft,
  isReplaceable,
  type KeyChoices,
  orderOf,
  registrable,
} from '../../web/console/pages/user/tokens/forms.ts';
import { menuOf, remediesOf } from '../../web/console/pages/user/tokens/menu.ts';

const token: Token = {
  tokenId: 'T',
  type: 'sms',
  typeName: 'SMS',
  status: 'ACTIVE',
  label: 'SMS',
  comment: null,
  device: '+44•••••23',
  actions: ['view', 'edit', 'test', 'challenge', 'disable', 'delete'],
  lastUsedAt: null,
  lastDelivery: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  contacts: ['phone'],
  replaceableBy: [{ type: 'virtual', name: 'Virtual token' }],
  freshFactor: true,
  totpKey: false,
};

/** A type as `GET /v1/token-types` answers it. */
function shown(name: string) {
  const type = tokenType(name);
  if (!type) throw new Error(`No type ${name}`);
  const answered: Described = JSON.parse(JSON.stringify(describeType(type, { tokenTypes: {} })));
  return { type: name, ...answered };
}

type Described = Pick<TokenType, 'enrollment' | 'replaceableBy'>;

describe('the context menu', () => {
  test('2.06 offers what the service says of the token, whatever its type and status', () => {
    for (const { type } of tokenTypes) {
      for (const status of ['PENDING', 'ACTIVE', 'DISABLED', 'OBSOLETE'] as const) {
        const actions = actionsOf({ type, parameters: {} as never }, status);
        const beyondViewing = actions.filter((action) => action !== 'view' && action !== 'challenge');
        expect(new Set(menuOf({ actions }, true)), `${type} ${status}`).toEqual(new Set(beyondViewing));
      }
    }
  });

  test('2.02 is empty for operators who may only look', () => {
    expect(menuOf(token, false)).toEqual([]);
  });

  test('2.08 a negative test leads to a reset where there is one, and to deleting', () => {
    const advice = [{ action: 'reset', detail: '' }];
    expect(remediesOf(advice, { actions: ['view', 'reset', 'delete'] })).toEqual(['reset', 'delete']);
    expect(remediesOf(advice, { actions: ['view', 'delete'] })).toEqual(['delete']);
    expect(remediesOf([{ action: 'wait-for-next-code', detail: '' }], token)).toEqual([]);
  });
});

describe('the forms of the types', () => {
  test('2.03 every type has the form that the service asks of it', () => {
    for (const { type, contacts, key, fromPool, asks, provider } of tokenTypes) {
      expect(shown(type).enrollment, type).toEqual({
        contacts,
        provider: provider !== undefined,
        serial: fromPool ?? false,
        questions: asks !== undefined,
        ...(key ? { key: key.choices } : {}),
      });
    }
  });

  test('2.01 2.04 a type is offered by what the administrator decided, whatever it is called', () => {
    const types = [
      { type: 'totp', name: 'sms', operatorCanEnroll: true, obsolete: false },
      { type: 'sms', name: 'totp', operatorCanEnroll: true, obsolete: true },
      { type: 'email', name: 'Email', operatorCanEnroll: false, obsolete: false },
    ];
    expect(registrable(types).map(({ type }) => type)).toEqual(['totp']);
  });

  test('only the members of the type are sent, and nothing that was left empty', () => {
    const draft = { ...emptyDraft, phone: '+44 7400 123-456', email: ' ada@example.com ', secret: 'KEY' };
    expect(orderOf(shown('sms'), draft)).toEqual({ type: 'sms', phone: '+447400123456' });
    expect(orderOf(shown('virtual'), { ...draft, channel: 'email' })).toEqual({
      type: 'virtual',
      email: 'ada@example.com',
    });
    expect(orderOf(shown('totp'), draft)).toEqual({ type: 'totp' });
    expect(orderOf(shown('radius'), { ...draft, account: 'ada', provider: 'vpn' })).toEqual({
      type: 'radius',
      account: 'ada',
      provider: 'vpn',
    });
  });

  test('a typed key comes with its parameters: seconds of a clock, or a counter', () => {
    const draft = { ...emptyDraft, typed: true, secret: ' ABC ', counter: '7' };
    const key = { secret: 'ABC', algorithm: 'SHA1', digits: 6 };
    expect(orderOf(shown('totp'), draft)).toEqual({ type: 'totp', ...key, periodSeconds: 30 });
    expect(orderOf(shown('hotp'), draft)).toEqual({ type: 'hotp', ...key, counter: 7 });
    const choices: KeyChoices = { algorithm: ['SHA256'], digits: [8], periodSeconds: [60], counter: false };
    const narrow = { ...shown('totp').enrollment, key: choices };
    expect(orderOf({ type: 'made-up', enrollment: narrow }, draft)).toEqual({
      ...{ type: 'made-up', secret: 'ABC', algorithm: 'SHA256', digits: 8, periodSeconds: 60 },
    });
  });

  test('3.07 questions that were left empty are no questions', () => {
    const questions = [
      { question: ' First pet ', answer: 'Rex' },
      { question: '', answer: '' },
    ];
    expect(orderOf(shown('questions'), { ...emptyDraft, questions }).questions).toEqual([
      { question: 'First pet', answer: 'Rex' },
    ]);
  });
});

describe('editing', () => {
  test('2.07 a number of SMS, an address of Email, of Virtual whichever it has', () => {
    const of = (type: string, device: string | null) =>
      editableOf({ ...token, contacts: [...(tokenType(type)?.contacts ?? [])], device }).contacts[0];
    expect(of('sms', maskPhone('+447400123456', '44'))).toBe('phone');
    expect(of('email', maskEmail('ada@example.com'))).toBe('email');
    expect(of('virtual', maskPhone('+447400123456', '44'))).toBe('phone');
    expect(of('virtual', maskEmail('ada@example.com'))).toBe('email');
    expect(of('totp', null)).toBeUndefined();
  });

  test('2.07 only what was changed is sent; a comment only where there is one', () => {
    const draft = { ...emptyDraft, label: 'SMS', comment: 'new' };
    expect(editOf(token, draft)).toEqual({});
    expect(editOf({ ...token, comment: 'old' }, draft)).toEqual({ comment: 'new' });
    expect(editOf(token, { ...draft, label: 'Work', phone: '+44 7400 123457' })).toEqual({
      label: 'Work',
      phone: '+447400123457',
    });
  });

  test('2.13 SMS and Email become Virtual as they are, other types do not', () => {
    const replaceable = tokenTypes.filter(({ type }) => isReplaceable(shown(type)));
    expect(replaceable.map(({ type }) => type)).toEqual(['sms', 'email']);
    expect(shown('sms').replaceableBy).toEqual([{ type: 'virtual', name: 'Virtual token' }]);
  });

  test('2.07 a Virtual token may change its channel; the one it has stands first', () => {
    const either = { ...token, contacts: ['phone' as const, 'email' as const] };
    const channels = (device: string): Contacts => editableOf({ ...either, device }).contacts;
    expect(channels('+44•••••56')).toEqual(['phone', 'email']);
    expect(channels('o•••@e•••.com')).toEqual(['email', 'phone']);
    const draft = { ...emptyDraft, label: token.label, email: 'new@example.org' };
    expect(editOf(either, draft)).toEqual({ email: 'new@example.org' });
  });
});
