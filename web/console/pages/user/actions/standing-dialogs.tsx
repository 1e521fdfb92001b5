import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { type Because, disableAccount, enableAccount, restoreAccess } from '../../../api/accounts.ts';
import { IdentityCheck, ReasonField, reasonOf } from '../../../parts/because.tsx';
import { Confirm } from '../../../parts/confirm.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { useNotify } from '../../../shell/notices.tsx';
import { userTexts } from '../texts.ts';
import { changesOf } from './changes.ts';
import type { DialogProps } from './dialog-props.ts';
import { actionTexts as texts } from './texts.ts';

/** N.03: reset and enable in one step, in the order that lasts. */
export function RestoreDialog({ user, onClose }: DialogProps) {
  const notify = useNotify();
  const { displayName: name, userId } = user;
  return (
    <ReasonDialog
      title={texts.restore.title(name)}
      text={texts.restore.text}
      action={userTexts.action['restore-access']}
      identity
      run={(order) => restoreAccess(userId, order)}
      userId={userId}
      onClose={onClose}
      onDone={({ did }) => {
        const content = texts.restore.done(name, did.map((step) => texts.restore.did[step]).join(', '));
        notify({ type: 'success', content });
      }}
    />
  );
}

export function EnableDialog({ user, onClose }: DialogProps) {
  const notify = useNotify();
  const { displayName: name, userId } = user;
  return (
    <ReasonDialog
      title={texts.enable.title(name)}
      text={user.stage === 'expired' ? <Alert type="warning">{texts.enable.trap}</Alert> : texts.enable.text}
      action={userTexts.action.enable}
      run={(order) => enableAccount(userId, order)}
      userId={userId}
      onClose={onClose}
      onDone={({ warnings }) => {
        notify({ type: 'success', content: texts.enable.done(name) });
        for (const { detail } of warnings) notify({ type: 'warning', content: detail });
      }}
    />
  );
}

export function DisableDialog({ user, onClose }: DialogProps) {
  const notify = useNotify();
  const { displayName: name, userId } = user;
  return (
    <ReasonDialog
      title={texts.disable.title(name)}
      text={texts.disable.text}
      action={userTexts.action.disable}
      run={(order) => disableAccount(userId, order)}
      userId={userId}
      onClose={onClose}
      onDone={() => notify({ type: 'success', content: texts.disable.done(name) })}
    />
  );
}

interface ReasonDialogProps<T> {
  readonly title: string;
  readonly text: ReactNode;
  readonly action: string;
  /** Whether the operator has to say that the identity was verified. */
  readonly identity?: boolean;
  readonly userId: string;
  run(order: Because): Promise<T>;
  onDone(answer: T): void;
  onClose(): void;
}

function ReasonDialog<T>(props: ReasonDialogProps<T>) {
  const { title, text, action, identity = false, userId, run, onDone, onClose } = props;
  const [reason, setReason] = useState('');
  const [verified, setVerified] = useState(false);
  const {
    run: start,
    busy,
    problem,
  } = useAction(run, {
    refreshes: changesOf(userId),
    done: (answer) => {
      onDone(answer);
      onClose();
    },
  });
  return (
    <Confirm
      title={title}
      action={action}
      busy={busy}
      problem={problem}
      shownAtFields={['reason']}
      disabled={identity && !verified}
      onConfirm={() => start(reasonOf(reason))}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{text}</div>
        {identity && <IdentityCheck checked={verified} onChange={setVerified} />}
        <ReasonField value={reason} problem={problem} onChange={setReason} />
      </SpaceBetween>
    </Confirm>
  );
}
