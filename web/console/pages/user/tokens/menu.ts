import type { TestResult, Token } from '../../../api/tokens.ts';

/** In the order of the context menu: what is done often first, what is final last. */
const order = ['confirm', 'edit', 'test', 'reset', 'replace', 'enable', 'disable', 'delete'] as const;

export type MenuAction = (typeof order)[number];

/** 2.06: what the token's type and state allow, and the operator's privileges. Viewing is a link of its own. */
export const menuOf = ({ actions }: Pick<Token, 'actions'>, mayWrite: boolean): MenuAction[] =>
  mayWrite ? order.filter((action) => actions.includes(action)) : [];

/** 2.08: what is offered when a test was negative. A code that was spent says nothing against the token. */
export function remediesOf(
  advice: TestResult['advice'] = [],
  { actions }: Pick<Token, 'actions'>,
): ('reset' | 'delete')[] {
  if (advice.some(({ action }) => action === 'wait-for-next-code')) return [];
  return (['reset', 'delete'] as const).filter((action) => actions.includes(action));
}
