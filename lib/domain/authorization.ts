import { config, type OperatorRole } from '../../infra.config.ts';
import type { Permission } from './issuers.ts';
import { Problem } from './problems.ts';
import { isSameName } from './user-ids.ts';

/**
 * Every privilege. `verify` belongs to applications, `self` to users on their own accounts, `setup` to the bearer of
 * a setup link, `public` to everybody, `operator` to every operator with a role; the rest to operators, by their
 * roles.
 */
export const privileges = [
  'verify',
  'self',
  'setup',
  'public',
  'operator',
  'users:read',
  'users:write',
  'users:import',
  'accounts:write',
  'access:restore',
  'access:bypass',
  'expiry:force',
  'expiry:restore',
  'enrollment:reset',
  'links:send',
  'tokens:read',
  'tokens:write',
  'contacts:read',
  'hardware:write',
  'secrets:reveal',
  'backup-codes:recreate',
  'directory:read',
  'directory:write',
  'settings:read',
  'settings:write',
  'overview:read',
  'events:read',
] as const;

export type Privilege = (typeof privileges)[number];

/** What the access token must permit for a privilege; `none`: the route needs no access token. */
export function permissionFor(privilege: Privilege): Permission | 'none' {
  if (privilege === 'verify' || privilege === 'self') return privilege;
  return privilege === 'setup' || privilege === 'public' ? 'none' : 'operate';
}

/**
 * The caller. `name` is what the audit shows; for an `operator` it is their user id, for a `client` never a user's.
 */
export interface Actor {
  /** `client`: a program with an operator's privileges. */
  readonly kind: 'application' | 'user' | 'operator' | 'client' | 'schedule' | 'link';
  readonly name: string;
  readonly roles: readonly OperatorRole[];
}

const roleNames = Object.keys(config.roles) as OperatorRole[];

/**
 * The roles of somebody who is in these groups. A group is compared as a whole: nothing is cut off or split.
 *
 * @param named what the issuer calls the groups of a role, where infra.config.ts says otherwise
 */
export function rolesOfGroups(
  groups: readonly string[],
  named: Readonly<Record<string, readonly string[]>> = {},
): OperatorRole[] {
  const groupsOf = (role: OperatorRole): readonly string[] => named[role] ?? [config.roles[role].group];
  return roleNames.filter((role) => groupsOf(role).some((group) => groups.includes(group)));
}

export function holds(roles: readonly OperatorRole[], privilege: Privilege): boolean {
  if (privilege === 'operator') return roles.length > 0;
  return roles.some((role) => config.roles[role].privileges.some((granted) => grants(granted, privilege)));
}

function grants(granted: string, privilege: Privilege): boolean {
  return (
    granted === '*' ||
    granted === privilege ||
    (granted.endsWith(':*') && privilege.startsWith(granted.slice(0, -1)))
  );
}

/** A user counts as an operator if one of their roles names an operators' role, or its group, in any spelling. */
function rank(roles: readonly string[]): number {
  const held = roleNames.filter((role) =>
    [role, config.roles[role].group].some((name) => roles.some((written) => isSameName(written, name))),
  );
  return Math.max(0, ...held.map((role) => config.roles[role].rank));
}

/** People and programs that act through the operator routes. */
export const isOperating = ({ kind }: Actor): boolean => kind === 'operator' || kind === 'client';

/**
 * For effects that only some input of a route has: the effect needs the privilege of the route it equals.
 *
 * @throws Problem `forbidden`
 */
export function assertHolds(actor: Actor, privilege: Privilege): void {
  if (!isOperating(actor) || holds(actor.roles, privilege)) return;
  throw new Problem(
    'forbidden',
    `This also needs the privilege ${privilege}. An administrator can grant it.`,
  );
}

/** Why an operator may not act on this user, if so: it is their own account, or its role ranks above theirs. */
function reasonAgainst(actor: Actor, userId: string, rolesOfUser: readonly string[]): string | undefined {
  if (!isOperating(actor)) return undefined;
  if (actor.kind === 'operator' && isSameName(actor.name, userId)) {
    return 'Operators cannot change their own account here. Ask another operator.';
  }
  if (rank(rolesOfUser) <= rank(actor.roles)) return undefined;
  return 'This account belongs to an operator with a higher role. Ask an operator with that role.';
}

/**
 * Through these routes, operators cannot act on themselves or on anyone whose role ranks above theirs: otherwise the
 * help desk could take over an administrator by a reset.
 */
export const mayChange = (actor: Actor, userId: string, rolesOfUser: readonly string[]): boolean =>
  reasonAgainst(actor, userId, rolesOfUser) === undefined;

/** @throws Problem `forbidden` unless `mayChange` */
export function assertMayChange(actor: Actor, userId: string, rolesOfUser: readonly string[]): void {
  const reason = reasonAgainst(actor, userId, rolesOfUser);
  if (reason !== undefined) throw new Problem('forbidden', reason);
}

/** The privileges that operators may hold. */
export const operatorPrivileges: readonly Privilege[] = privileges.filter(
  (privilege) => permissionFor(privilege) === 'operate',
);

/** What operators with these roles may do, as a list of single privileges. */
export const privilegesOf = (roles: readonly OperatorRole[]): Privilege[] =>
  operatorPrivileges.filter((privilege) => holds(roles, privilege));
