import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { issueLostTokenCode, type LostToken } from '../../../api/accounts.ts';
import { listTokens } from '../../../api/tokens.ts';
import { IdentityCheck, ReasonField, reasonOf } from '../../../parts/because.tsx';
import { Confirm } from '../../../parts/confirm.tsx';
import { MessageDialog } from '../../../parts/message-dialog.tsx';
import { fieldError, ProblemAlert } from '../../../parts/problem-alert.tsx';
import { partTexts } from '../../../parts/texts.ts';
import { Time } from '../../../parts/time.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { changesOf } from './changes.ts';
import type { DialogProps } from './dialog-props.ts';
import { actionTexts } from './texts.ts';

const { lostToken: texts } = actionTexts;

/** P.12: a code for some days in place of a token that is lost. */
export function LostTokenDialog({ user: { userId }, onClose }: DialogProps) {
  const [tokenId, setTokenId] = useState('');
  const [days, setDays] = useState('3');
  const [verified, setVerified] = useState(false);
  const [reason, setReason] = useState('');
  const [issued, setIssued] = useState<LostToken>();
  const { data, error } = useQuery({
    queryKey: ['user', userId, 'tokens'],
    queryFn: () => listTokens(userId),
  });
  const issue = useAction(
    () => issueLostTokenCode(userId, { tokenId, days: Number(days), ...reasonOf(reason) }),
    { refreshes: changesOf(userId), done: setIssued },
  );
  if (issued) return <IssuedCode issued={issued} onClose={onClose} />;

  const tokens = (data?.items ?? []).filter(({ status }) => status !== 'PENDING');
  const options = tokens.map(({ tokenId: value, label, typeName, device }) => ({
    value,
    label: label === typeName ? label : `${label} (${typeName})`,
    ...(device && { description: device }),
  }));
  return (
    <Confirm
      title={texts.title}
      action={texts.issue}
      busy={issue.busy}
      problem={issue.problem}
      shownAtFields={['days', 'reason']}
      disabled={!tokenId || !verified}
      onConfirm={() => issue.run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <ProblemAlert problem={error} />
        <FormField label={texts.token}>
          <Select
            selectedOption={options.find(({ value }) => value === tokenId) ?? null}
            options={options}
            placeholder={texts.choose}
            empty={texts.none}
            statusType={data || error ? 'finished' : 'loading'}
            loadingText={partTexts.loading}
            onChange={({ detail }) => setTokenId(detail.selectedOption.value ?? '')}
          />
        </FormField>
        <FormField
          label={texts.days}
          constraintText={texts.daysHint}
          errorText={fieldError(issue.problem, 'days')}
        >
          <Input type="number" value={days} onChange={({ detail }) => setDays(detail.value)} />
        </FormField>
        <IdentityCheck checked={verified} onChange={setVerified} />
        <ReasonField value={reason} problem={issue.problem} onChange={setReason} />
      </SpaceBetween>
    </Confirm>
  );
}

function IssuedCode({ issued, onClose }: { readonly issued: LostToken; onClose(): void }) {
  return (
    <MessageDialog title={texts.title} onClose={onClose}>
      <SpaceBetween size="m">
        <Alert type="warning">{actionTexts.shownOnce}</Alert>
        <KeyValuePairs
          columns={1}
          items={[
            {
              label: texts.code,
              value: (
                <code className="key" translate="no">
                  {issued.code}
                </code>
              ),
            },
            { label: actionTexts.validUntil, value: <Time at={issued.validUntil} /> },
          ]}
        />
        <div>{texts.handOver}</div>
      </SpaceBetween>
    </MessageDialog>
  );
}
