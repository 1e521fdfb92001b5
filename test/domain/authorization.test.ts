import { expect, test } from 'vitest';
import { config, type OperatorRole } from '../../infra.config.ts';
import { mayChange } from '../../lib/domain/authorization.ts';

const roles = Object.keys(config.roles) as OperatorRole[];

test('rule 10 an operator acts on users of the same rank and below, on nobody above, and never on themselves', () => {
  for (const own of roles) {
    const actor = { kind: 'operator', name: 'somebody', roles: [own] } as const;
    expect(mayChange(actor, 'user', [])).toBe(true);
    expect(mayChange(actor, 'somebody', [])).toBe(false);
    for (const other of roles) {
      const below = config.roles[other].rank <= config.roles[own].rank;
      expect(mayChange(actor, 'user', [other]), `${own} on ${other}`).toBe(below);
      expect(mayChange(actor, 'user', [config.roles[other].group.toUpperCase()])).toBe(below);
    }
  }
});
