import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { formatTime } from '../../../../shared/format.ts';
import { grantBypass } from '../../../api/accounts.ts';
import { IdentityCheck, ReasonField } from '../../../parts/because.tsx';
import { Confirm } from '../../../parts/confirm.tsx';
import { fieldError } from '../../../parts/problem-alert.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { changesOf } from './changes.ts';
import type { DialogProps } from './dialog-props.ts';
import { actionTexts } from './texts.ts';

const { bypass: texts } = actionTexts;

/** P.30: no second factor for some minutes, with a reason that stays. */
export function BypassDialog({ user: { userId }, onClose }: DialogProps) {
  const [minutes, setMinutes] = useState('30');
  const [verified, setVerified] = useState(false);
  const [reason, setReason] = useState('');
  const grant = useAction(() => grantBypass(userId, { minutes: Number(minutes), reason: reason.trim() }), {
    refreshes: changesOf(userId),
    said: ({ validUntil }) => texts.done(formatTime(validUntil)),
    done: onClose,
  });
  return (
    <Confirm
      title={texts.title}
      action={texts.grant}
      busy={grant.busy}
      problem={grant.problem}
      shownAtFields={['minutes', 'reason']}
      disabled={!verified || reason.trim() === ''}
      onConfirm={() => grant.run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <FormField
          label={texts.minutes}
          constraintText={texts.minutesHint}
          errorText={fieldError(grant.problem, 'minutes')}
        >
          <Input type="number" value={minutes} onChange={({ detail }) => setMinutes(detail.value)} />
        </FormField>
        <IdentityCheck checked={verified} onChange={setVerified} />
        <ReasonField required value={reason} problem={grant.problem} onChange={setReason} />
      </SpaceBetween>
    </Confirm>
  );
}
