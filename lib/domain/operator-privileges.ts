import type { OperatorRole } from '../../infra.config.ts';
import { holds, type Privilege, privileges, scopeOf } from './authorization.ts';

/** Those that operators may hold. */
export const operatorPrivileges: readonly Privilege[] = privileges.filter(
  (privilege) => scopeOf(privilege) === 'countersign/operate',
);

/** What operators of these roles may do, each privilege by its own name. */
export const privilegesOf = (roles: readonly OperatorRole[]): Privilege[] =>
  operatorPrivileges.filter((privilege) => holds(roles, privilege));
