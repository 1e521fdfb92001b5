import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Privilege } from '../api/operator.ts';
import { shellTexts } from './texts.ts';

export interface Screen {
  /** wouter's pattern. */
  readonly path: string;
  /** A user with none of these is not offered the screen, and a link to it says why. */
  readonly privilege: Privilege | readonly Privilege[];
  readonly page: LazyExoticComponent<ComponentType>;
  /** In the side navigation; screens without it are reached from others. */
  readonly nav?: { readonly text: string; readonly group: 'main' | 'directory' | 'oversight' };
  /** The place of the navigation that it belongs to, where its own address does not say so. */
  readonly below?: string;
}

const { nav } = shellTexts;

/** Every screen of the console. Each is a chunk of its own, loaded when it is first opened. */
export const screens: readonly Screen[] = [
  {
    path: '/two-factor/:tab?',
    privilege: ['settings:read', 'overview:read', 'enrollment:reset'],
    page: lazy(() => import('../pages/two-factor/two-factor.tsx')),
    nav: { text: nav.twoFactor, group: 'main' },
  },
  {
    path: '/users',
    privilege: 'users:read',
    page: lazy(() => import('../pages/users/users.tsx')),
    nav: { text: nav.users, group: 'main' },
  },
  {
    // Not below `/users`: somebody's id may be `new`.
    path: '/new-user',
    privilege: 'users:write',
    page: lazy(() => import('../pages/new-user/new-user.tsx')),
    below: '/users',
  },
  {
    path: '/import-users',
    privilege: 'users:import',
    page: lazy(() => import('../pages/import-users/import-users.tsx')),
    below: '/users',
  },
  {
    path: '/users/:userId/tokens/:tokenId',
    privilege: 'tokens:read',
    page: lazy(() => import('../pages/user/tokens/token-detail.tsx')),
  },
  {
    path: '/users/:userId/:tab?',
    privilege: 'users:read',
    page: lazy(() => import('../pages/user/user.tsx')),
  },
  {
    path: '/expiry',
    privilege: 'overview:read',
    page: lazy(() => import('../pages/expiry/expiry.tsx')),
    nav: { text: nav.expiry, group: 'main' },
  },
  {
    path: '/hardware',
    privilege: 'tokens:read',
    page: lazy(() => import('../pages/hardware/hardware.tsx')),
    nav: { text: nav.devices, group: 'main' },
  },
  {
    path: '/classes',
    privilege: 'directory:read',
    page: lazy(() => import('../pages/classes/classes.tsx')),
    nav: { text: nav.classes, group: 'directory' },
  },
  {
    path: '/classes/:name',
    privilege: 'directory:read',
    page: lazy(() => import('../pages/classes/class-detail.tsx')),
  },
  {
    path: '/roles',
    privilege: 'directory:read',
    page: lazy(() => import('../pages/roles/roles.tsx')),
    nav: { text: nav.roles, group: 'directory' },
  },
  {
    path: '/token-types',
    privilege: 'directory:read',
    page: lazy(() => import('../pages/token-types/token-types.tsx')),
    nav: { text: nav.tokenTypes, group: 'directory' },
  },
  {
    path: '/providers',
    privilege: 'directory:read',
    page: lazy(() => import('../pages/providers/providers.tsx')),
    nav: { text: nav.providers, group: 'directory' },
  },
  {
    path: '/audit',
    privilege: 'events:read',
    page: lazy(() => import('../pages/audit/audit.tsx')),
    nav: { text: nav.audit, group: 'oversight' },
  },
];
