import { disableToken, enableToken, replaceToken } from '../../../../api/tokens.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { ConfirmKeepingOne } from '../last-active.tsx';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import type { TokenDialog } from './dialog.ts';

interface Change extends TokenDialog {
  readonly texts: typeof tokensTexts.disable;
  readonly change: (userId: string, tokenId: string, confirmed: boolean) => Promise<unknown>;
  /** It may leave the user without an active token, which the operator then has to confirm. */
  readonly mayBeLast?: boolean;
}

function ChangeToken({ user: { userId }, token: { tokenId, label }, onClose, ...of }: Change) {
  const { texts, change, mayBeLast = false } = of;
  const { run, busy, problem } = useTokenAction(
    userId,
    (confirmed: boolean) => change(userId, tokenId, confirmed),
    onClose,
    () => texts.done(label),
  );
  const dialog = {
    title: texts.title(label),
    action: texts.action,
    busy,
    problem,
    onCancel: onClose,
    children: texts.text,
  };
  return mayBeLast ? (
    <ConfirmKeepingOne {...dialog} onConfirm={run} />
  ) : (
    <Confirm {...dialog} onConfirm={() => run(false)} />
  );
}

/** 2.09 */
export const DisableToken = (dialog: TokenDialog) => (
  <ChangeToken {...dialog} texts={tokensTexts.disable} change={disableToken} mayBeLast />
);

/** 2.09 */
export const EnableToken = (dialog: TokenDialog) => (
  <ChangeToken {...dialog} texts={tokensTexts.enable} change={enableToken} />
);

/** 2.13 */
export function ReplaceToken(dialog: TokenDialog) {
  const [by = { type: '', name: '' }] = dialog.token.replaceableBy;
  const { text, done, ...texts } = tokensTexts.replace;
  return (
    <ChangeToken
      {...dialog}
      texts={{ ...texts, text: text(by.name), done: (label) => done(label, by.name) }}
      change={(userId, tokenId) => replaceToken(userId, tokenId, by.type)}
    />
  );
}
