import { describe, expect, test } from 'vitest';
import { newPerson, personChange } from '../../functions/schemas/person-fields.ts';
import type { User } from '../../web/console/api/users.ts';
import {
  changeOf,
  errorsByField,
  formOf,
  newForm,
  newPersonOf,
} from '../../web/console/pages/person-form/rules.ts';

const ada: User = {
  userId: 'ada',
  displayName: 'Ada Okafor',
  email: 'ada@example.com',
  familyName: 'Okafor',
  class: 'TOTP',
  roles: ['finance'],
  active: true,
  enabled: true,
  twoFactorRequired: true,
  stage: 'enrolled',
  enrolledAt: null,
  enrollmentExpiresAt: null,
  backupCodesRemaining: 3,
  createdAt: '2026-03-02T09:00:00.000Z',
  updatedAt: '2026-03-02T09:00:00.000Z',
  lastUsedAt: null,
};

describe('3.09 the form of a person', () => {
  test('leaves out of somebody new what was not typed, and names whoever has no display name', () => {
    const form = { ...newForm, firstName: ' Mei ', familyName: 'Tanaka', email: 'mei@example.com ' };
    const person = newPersonOf(' mei ', form);
    expect(person).toEqual({
      userId: 'mei',
      displayName: 'Mei Tanaka',
      firstName: 'Mei',
      familyName: 'Tanaka',
      email: 'mei@example.com',
      roles: [],
      twoFactorRequired: true,
      active: true,
    });
    expect(newPerson.safeParse(person).success).toBe(true);
    expect(newPersonOf('mei', { ...form, class: '*NEVER' })).toMatchObject({ class: '*NEVER' });
  });

  test('sends of a change only what differs, and null for what was emptied', () => {
    expect(changeOf(ada, formOf(ada))).toEqual({});
    const change = changeOf(ada, {
      ...formOf(ada),
      familyName: ' ',
      phone: '+447700900123',
      class: '*DFT',
      roles: [],
      active: false,
    });
    expect(change).toEqual({
      familyName: null,
      phone: '+447700900123',
      class: '*DFT',
      roles: [],
      active: false,
    });
    expect(personChange.safeParse(change).success).toBe(true);
  });

  test('an address that was emptied is sent as it is, for the service to refuse', () => {
    expect(changeOf(ada, { ...formOf(ada), email: '' })).toEqual({ email: '' });
  });

  test('puts what is wrong with an element of a list at the list', () => {
    const errors = [
      { path: 'email', message: 'must be an email address' },
      { path: 'roles.0', message: 'must begin with a letter' },
      { path: 'roles', message: 'must name each role once' },
    ];
    expect(errorsByField(errors)).toEqual({
      email: 'must be an email address',
      roles: 'must begin with a letter; must name each role once',
    });
  });
});
