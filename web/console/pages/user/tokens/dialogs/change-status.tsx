import { disableToken, enableToken, replaceToken } from '../../../../api/tokens.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { ConfirmKeepingOne } from '../last-active.tsx';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import type { TokenDialog } from './dialog.ts';

/** 2.09 */
export function DisableToken({ user: { userId }, token: { tokenId, label }, onClose }: TokenDialog) {
  const texts = tokensTexts.disable;
  const { run, busy, problem } = useTokenAction(
    userId,
    (confirmed: boolean) => disableToken(userId, tokenId, confirmed),
    onClose,
    () => texts.done(label),
  );
  return (
    <ConfirmKeepingOne
      title={texts.title(label)}
      action={texts.action}
      busy={busy}
      problem={problem}
      onConfirm={run}
      onCancel={onClose}
    >
      {texts.text}
    </ConfirmKeepingOne>
  );
}

/** 2.13 */
export function ReplaceToken({ user: { userId }, token: { tokenId, label }, onClose }: TokenDialog) {
  const texts = tokensTexts.replace;
  const { run, busy, problem } = useTokenAction(
    userId,
    () => replaceToken(userId, tokenId),
    onClose,
    () => texts.done(label),
  );
  return (
    <Confirm
      title={texts.title(label)}
      action={texts.action}
      busy={busy}
      problem={problem}
      onConfirm={() => run(undefined)}
      onCancel={onClose}
    >
      {texts.text}
    </Confirm>
  );
}

/** 2.09 */
export function EnableToken({ user: { userId }, token: { tokenId, label }, onClose }: TokenDialog) {
  const texts = tokensTexts.enable;
  const { run, busy, problem } = useTokenAction(
    userId,
    () => enableToken(userId, tokenId),
    onClose,
    () => texts.done(label),
  );
  return (
    <Confirm
      title={texts.title(label)}
      action={texts.action}
      busy={busy}
      problem={problem}
      onConfirm={() => run(undefined)}
      onCancel={onClose}
    >
      {texts.text}
    </Confirm>
  );
}
