import { type ComponentType, lazy, Suspense } from 'react';
import type { MenuAction } from '../menu.ts';
import { DisableToken, EnableToken, ReplaceToken } from './change-status.tsx';
import { DeleteToken } from './delete-token.tsx';
import type { Asked, TokenDialog } from './dialog.ts';

const dialogs: Readonly<Record<Exclude<MenuAction, 'delete'>, ComponentType<TokenDialog>>> = {
  confirm: lazy(() => import('./confirm-token.tsx')),
  edit: lazy(() => import('./edit-token.tsx')),
  test: lazy(() => import('./test-token.tsx')),
  reset: lazy(() => import('./reset-token.tsx')),
  replace: ReplaceToken,
  enable: EnableToken,
  disable: DisableToken,
};

interface Props extends TokenDialog {
  readonly asked: Asked;
  /** The token is gone; `again` asks for another one of its type. */
  onDeleted(again: boolean): void;
}

/** The dialog that an entry of a token's context menu opens. */
export function TokenDialogs({ asked: { action, again = false }, onDeleted, ...rest }: Props) {
  if (action === 'delete') {
    return <DeleteToken {...rest} again={again} onDeleted={() => onDeleted(again)} />;
  }
  const Dialog = dialogs[action];
  return (
    <Suspense fallback={null}>
      <Dialog {...rest} />
    </Suspense>
  );
}
