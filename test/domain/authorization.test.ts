import { expect, test } from 'vitest';
import { config, type OperatorRole } from '../../infra.config.ts';
import { mayChange } from '../../lib/domain/authorization.ts';

const roles = Object.keys(config.roles) as OperatorRole[];

test('rule 10 an operator acts on users of the same rank and below, on nobody above, and never on themselves', () => {
  for (const own of roles) {
    const actor = { kind: 'operator', name: 'somebody', roles: [own] } as const;
    expect(mayChange(actor, 'user', [])).toBe(true);
    expect(mayChange(actor, 'somebody', [])).toBe(false);
    expect(mayChange(actor, 'SomeBody', [])).toBe(false);
    expect(mayChange({ ...actor, kind: 'client' }, 'somebody', [])).toBe(true);
    for (const other of roles) {
      const below = config.roles[other].rank <= config.roles[own].rank;
      expect(mayChange(actor, 'user', [other]), `${own} on ${other}`).toBe(below);
      expect(mayChange(actor, 'user', [config.roles[other].group.toUpperCase()])).toBe(below);
    }
  }
});

test('rule 10 an account is one’s own in whatever spelling the issuer and the service have of it', () => {
  const alike = [
    ['ada', 'ADA'],
    ['José', 'JOSE\u0301'],
    ['straße', 'STRASSE'],
    ['ｗide', 'wide'],
    ['ſam', 'Sam'],
  ] as const;
  for (const [one, other] of alike) {
    expect(mayChange({ kind: 'operator', name: one, roles: ['administrator'] }, other, []), one).toBe(false);
  }
  expect(mayChange({ kind: 'operator', name: 'jose', roles: ['administrator'] }, 'José', [])).toBe(true);
});
