import type { User } from '../../../api/users.ts';

/** Seed 003's menu, in its order, with the privilege that each asks for. */
export const privileges = {
  create: 'tokens:write',
  recreate: 'backup-codes:recreate',
  display: 'secrets:reveal',
  qr: 'secrets:reveal',
  link: 'links:send',
} as const;

export type Item = keyof typeof privileges;

export const items = Object.keys(privileges) as readonly Item[];

/** Why something of the menu cannot be done yet, where it would only be refused. */
export type Hindrance = 'disabled' | 'notRequired' | 'expired' | 'enrolled' | 'notEnrolled' | 'noKey';

/** @param key how the key's token stands, `none` without one, `undefined` for whom it is not to see */
export function hindranceOf(
  item: Item,
  { stage, enabled }: Pick<User, 'stage' | 'enabled'>,
  key: string | undefined,
): Hindrance | undefined {
  switch (item) {
    case 'create':
    case 'link':
      if (!enabled) return 'disabled';
      if (stage === 'not-required') return 'notRequired';
      if (stage === 'expired') return 'expired';
      return item === 'link' && stage === 'enrolled' && key && key !== 'PENDING' ? 'enrolled' : undefined;
    case 'recreate':
      return stage === 'not-enrolled' || stage === 'expired' ? 'notEnrolled' : undefined;
    default:
      return key === 'none' ? 'noKey' : undefined;
  }
}
