import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { type Reset, resetEnrollment } from '../../../api/reset.ts';
import type { User } from '../../../api/users.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { fieldError } from '../../../parts/problem-alert.tsx';
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
  const { run, busy, problem } = useAction(() => resetEnrollment(user.userId, reason.trim()), {
    refreshes: [['user', user.userId], ['users'], ['overview'], ['expiry']],
    done: onDone,
  });
  const confirm = () => (verified ? run(undefined) : setAsked(true));
  return (
    <Confirm title={texts.title} busy={busy} problem={problem} onConfirm={confirm} onCancel={onCancel}>
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <b>{`${user.displayName} (${user.userId})`}</b>
        <FormField errorText={asked && !verified && texts.unverified}>
          <Checkbox
            checked={verified}
            description={texts.verifiedHint}
            onChange={({ detail }) => setVerified(detail.checked)}
          >
            {texts.verified}
          </Checkbox>
        </FormField>
        <FormField
          label={texts.reason}
          description={texts.reasonHint}
          errorText={fieldError(problem, 'reason')}
        >
          <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
        </FormField>
      </SpaceBetween>
    </Confirm>
  );
}
