import type { Token } from '../../../../api/tokens.ts';
import type { User } from '../../../../api/users.ts';
import type { MenuAction } from '../menu.ts';

/** What every dialog on one token gets. */
export interface TokenDialog {
  readonly user: User;
  readonly token: Token;
  onClose(): void;
  /** Goes on with another dialog on the same token. */
  onNext(asked: Asked): void;
}

export interface Asked {
  readonly action: MenuAction;
  /** For a deletion: whether a token of the type is enrolled right after it. */
  readonly again?: boolean;
}
