import fc from 'fast-check';
import { expect, test } from 'vitest';
import { functions } from '../../../functions/index.ts';
import { changeClass, changedMembers, newClass } from '../../../lib/domain/class-rules.ts';
import { classOf, defaultClass, mailAllowed, neverClass, parseDomain } from '../../../lib/domain/classes.ts';
import { router } from '../../../local/gateway/routes.ts';

const allowed = (restrictEmailsToDomain: string, address: string): boolean =>
  mailAllowed({ restrictEmailsToDomain }, address);

test.each([
  'user@example.org',
  'user@EXAMPLE.org',
  'USER@Example.Org',
  'a.b+c@example.org',
  'x@y@example.org',
])('3.03 mail to %s is allowed where example.org is', (address) => {
  expect(allowed('example.org', address)).toBe(true);
  expect(allowed('EXAMPLE.ORG', address)).toBe(true);
});

test.each([
  'user@example.org.evil.com',
  'user@notexample.org',
  'user@sub.example.org',
  'user@example.org.',
  'user@.example.org',
  'user@evil.com/.example.org',
  'user@evil.com#example.org',
  'user@evil.com?@example.com',
  'user@example.org@evil.com',
  'user@example.org%00.evil.com',
  'user@example.orɡ',
  'user@exаmple.org',
  'example.org',
  '@example.org',
  'user@',
  '',
])('3.03 mail to %j is not', (address) => {
  expect(allowed('example.org', address)).toBe(false);
});

test('3.03 a domain of other letters is the same in both spellings', () => {
  expect(allowed('münchen.example', 'a@xn--mnchen-3ya.example')).toBe(true);
  expect(allowed('xn--mnchen-3ya.example', 'a@MÜNCHEN.example')).toBe(true);
  expect(allowed('münchen.example', 'a@munchen.example')).toBe(false);
});

test('3.03 without a restriction every address is allowed', () => {
  expect(mailAllowed({}, 'a@anything.example')).toBe(true);
});

const label = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/)
  .filter((text) => text.slice(2, 4) !== '--');
const domain = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.org`);

test('3.03 exactly the domain itself is allowed, however it is written', () => {
  fc.assert(
    fc.property(domain, domain, fc.boolean(), (own, other, upper) => {
      const address = `somebody@${upper ? other.toUpperCase() : other}`;
      expect(allowed(own, address)).toBe(own === other);
      expect(allowed(own, `somebody@${own.toUpperCase()}`)).toBe(true);
      expect(allowed(own, `somebody@${other}.${own}`)).toBe(false);
      expect(allowed(own, `somebody@${own}.${other}`)).toBe(false);
      expect(allowed(own, `somebody@x${own}`)).toBe(false);
    }),
  );
});

test('3.03 what is taken for a domain never holds anything that ends it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      const found = parseDomain(`${text}.org`);
      if (found !== undefined) expect(found).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    }),
  );
});

test('3.10 whoever is in no class, or one that is gone, is under *DFT as it is defined', () => {
  const own = { ...newClass('Own', {}), text: 'own' };
  const dft = { ...defaultClass, text: 'ours' };
  expect(classOf(undefined, {})).toBe(defaultClass);
  expect(classOf('Own', { Own: own })).toBe(own);
  expect(classOf('Gone', { Own: own, '*DFT': dft })).toBe(dft);
  expect(classOf('*NEVER', { Own: own, '*DFT': dft })).toBe(neverClass);
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect(classOf(name, {})).toBe(defaultClass);
  }
});

test('3.05 a change that says nothing changes nothing', () => {
  const before = newClass('Tellers', {});
  expect(changeClass(before, {})).toEqual(before);
  expect(changedMembers(before, changeClass(before, {}))).toEqual([]);
});

test.each([
  '/v1/classes/*DFT',
  '/v1/classes/%2ADFT',
  '/v1/classes/*NEVER/copy',
  '/v1/classes/R%26D%20%2F%20Labs',
])('3.10 the gateway takes %s to the class', (path) => {
  const match = router(functions)(path.endsWith('/copy') ? 'POST' : 'GET', path);
  expect(match.route.functionName).toBe('classes');
  expect(['*DFT', '*NEVER', 'R&D / Labs']).toContain(match.pathParameters['name']);
});
