import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { type SentLink, sendSetupLink } from '../../../api/totp.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { MessageDialog } from '../../../parts/message-dialog.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { changesOf } from './changes.ts';
import type { DialogProps } from './dialog-props.ts';
import { LinkSent } from './link-sent.tsx';
import { actionTexts } from './texts.ts';

const { link: texts } = actionTexts;

/** 3.16: mails the setup link; the PIN, if it has one, is shown here and nowhere else. */
export function SendLinkDialog({ user, onClose }: DialogProps) {
  const [pin, setPin] = useState(false);
  const [sent, setSent] = useState<SentLink>();
  const send = useAction(() => sendSetupLink(user.userId, pin), {
    refreshes: changesOf(user.userId),
    done: setSent,
  });
  if (sent) {
    return (
      <MessageDialog title={texts.title} onClose={onClose}>
        <LinkSent link={sent} />
      </MessageDialog>
    );
  }
  return (
    <Confirm
      title={texts.title}
      action={texts.send}
      busy={send.busy}
      problem={send.problem}
      onConfirm={() => send.run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <Checkbox checked={pin} description={texts.pinHint} onChange={({ detail }) => setPin(detail.checked)}>
          {texts.pin}
        </Checkbox>
      </SpaceBetween>
    </Confirm>
  );
}
