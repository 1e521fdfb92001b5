import { deleteToken } from '../../../../api/tokens.ts';
import { ConfirmKeepingOne } from '../last-active.tsx';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import type { TokenDialog } from './dialog.ts';

interface Props extends TokenDialog {
  readonly again: boolean;
  onDeleted(): void;
}

/** 2.10 */
export function DeleteToken({
  user: { userId },
  token: { tokenId, label },
  again,
  onClose,
  onDeleted,
}: Props) {
  const texts = tokensTexts.delete;
  const { run, busy, problem } = useTokenAction(
    userId,
    (confirmed: boolean) => deleteToken(userId, tokenId, confirmed),
    onDeleted,
    () => texts.done(label),
  );
  return (
    <ConfirmKeepingOne
      resets
      title={texts.title(label)}
      action={texts.action}
      busy={busy}
      problem={problem}
      onConfirm={run}
      onCancel={onClose}
    >
      {texts.text} {again && texts.again}
    </ConfirmKeepingOne>
  );
}
