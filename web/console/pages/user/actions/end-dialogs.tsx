import { endBypass, revokeLostTokenCode } from '../../../api/accounts.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { changesOf } from './changes.ts';
import type { DialogProps } from './dialog-props.ts';
import { actionTexts } from './texts.ts';

/** P.12 */
export const EndLostTokenDialog = (props: DialogProps) => (
  <EndDialog {...props} texts={actionTexts.lostToken} end={revokeLostTokenCode} />
);

/** P.30 */
export const EndBypassDialog = (props: DialogProps) => (
  <EndDialog {...props} texts={actionTexts.bypass} end={endBypass} />
);

interface Props extends DialogProps {
  readonly texts: { readonly endTitle: string; readonly endText: string; readonly ended: string };
  end(userId: string): Promise<void>;
}

/** What was allowed for a time ends before it. */
function EndDialog({ user: { userId }, texts, end, onClose }: Props) {
  const { run, busy, problem } = useAction(end, {
    refreshes: changesOf(userId),
    said: () => texts.ended,
    done: onClose,
  });
  return (
    <Confirm
      title={texts.endTitle}
      busy={busy}
      problem={problem}
      onConfirm={() => run(userId)}
      onCancel={onClose}
    >
      {texts.endText}
    </Confirm>
  );
}
