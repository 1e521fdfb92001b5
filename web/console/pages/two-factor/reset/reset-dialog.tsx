import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { type Reset, resetEnrollment } from '../../../api/accounts.ts';
import type { User } from '../../../api/users.ts';
import { IdentityCheck, ReasonField, reasonOf } from '../../../parts/because.tsx';
import { Confirm } from '../../../parts/confirm.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { resetTexts } from './texts.ts';

const { dialog: texts } = resetTexts;

interface Props {
  readonly user: User;
  onDone(reset: Reset): void;
  onCancel(): void;
}

/** 1.11, 1.20: the question, and that the identity was verified: without it nothing is sent. */
export function ResetDialog({ user, onDone, onCancel }: Props) {
  const [verified, setVerified] = useState(false);
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const { run, busy, problem } = useAction(() => resetEnrollment(user.userId, reasonOf(reason)), {
    refreshes: [['user', user.userId], ['users'], ['overview'], ['expiry']],
    done: onDone,
  });
  const confirm = () => (verified ? run(undefined) : setAsked(true));
  return (
    <Confirm
      title={texts.title}
      busy={busy}
      problem={problem}
      shownAtFields={['reason']}
      onConfirm={confirm}
      onCancel={onCancel}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <b>{`${user.displayName} (${user.userId})`}</b>
        <IdentityCheck checked={verified} missed={asked && !verified} onChange={setVerified} />
        <ReasonField value={reason} problem={problem} onChange={setReason} />
      </SpaceBetween>
    </Confirm>
  );
}
