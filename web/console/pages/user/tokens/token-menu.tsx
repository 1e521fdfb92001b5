import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { Token } from '../../../api/tokens.ts';
import { useOperator } from '../../../shell/operator.tsx';
import { type MenuAction, menuOf } from './menu.ts';
import { tokensTexts as texts } from './texts.ts';

interface Props {
  readonly token: Token;
  onChoose(action: MenuAction): void;
  /** As a button with words, not as three dots. */
  readonly named?: boolean;
}

/** 2.06: the token's context menu; nothing where the operator may only look. */
export function TokenMenu({ token, onChoose, named = false }: Props) {
  const { may } = useOperator();
  const actions = menuOf(token, may('tokens:write'));
  if (actions.length === 0) return null;
  return (
    <ButtonDropdown
      variant={named ? 'normal' : 'icon'}
      ariaLabel={texts.actionsOf(token.label)}
      expandToViewport
      items={actions.map((id) => ({ id, text: texts.menu[id] }))}
      onItemClick={({ detail }) => onChoose(detail.id as MenuAction)}
    >
      {named && texts.columns.actions}
    </ButtonDropdown>
  );
}
