import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { type ReplacedKey, replaceTotpKey } from '../../../api/totp.ts';
import { IdentityCheck } from '../../../parts/because.tsx';
import { Confirm } from '../../../parts/confirm.tsx';
import { MessageDialog } from '../../../parts/message-dialog.tsx';
import { fieldError } from '../../../parts/problem-alert.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { useOperator } from '../../../shell/operator.tsx';
import { changesOf } from '../actions/changes.ts';
import { LinkSent } from '../actions/link-sent.tsx';
import type { TotpDialogProps } from './dialog-props.ts';
import { totpTexts } from './texts.ts';

const { create: texts } = totpTexts;

/** 3.12, 3.13: a new key, generated or typed, and mailed as a link or not. */
export function CreateKeyDialog({ user, keyExists, onClose }: TotpDialogProps) {
  const { may } = useOperator();
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState('');
  const [email, setEmail] = useState(true);
  const [verified, setVerified] = useState(false);
  const [isReset, setIsReset] = useState(false);
  const [created, setCreated] = useState<ReplacedKey>();
  const create = useAction(
    () =>
      replaceTotpKey(user.userId, {
        ...(typing && { secret: typed.replace(/[\s-]/g, '').toUpperCase() }),
        sendLink: email,
        ...(verified && { identityVerified: true }),
      }),
    { refreshes: changesOf(user.userId), done: setCreated },
  );
  // The service knows whether the key is the only one in use.
  if (!isReset && fieldError(create.problem, 'identityVerified')) setIsReset(true);
  const title = texts.title(user.displayName);
  if (created) {
    return (
      <MessageDialog title={title} onClose={onClose}>
        <SpaceBetween size="m">
          <Alert type="success">{texts.done}</Alert>
          {created.link ? (
            <LinkSent link={created.link} />
          ) : (
            <div>{typing ? texts.handOverTyped : texts.handOver}</div>
          )}
        </SpaceBetween>
      </MessageDialog>
    );
  }
  const current = keyExists === undefined ? texts.unknown : keyExists ? texts.defined : texts.undefined;
  return (
    <Confirm
      title={title}
      action={texts.update}
      busy={create.busy}
      problem={create.problem}
      shownAtFields={['secret', 'identityVerified']}
      disabled={(typing && typed.trim() === '') || (isReset && !verified)}
      onConfirm={() => create.run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>
          <b>{texts.current}</b>
          <div>{current}</div>
        </div>
        <FormField label={texts.newKey}>
          <RadioGroup
            value={typing ? 'type' : 'generate'}
            onChange={({ detail }) => setTyping(detail.value === 'type')}
            items={[
              { value: 'generate', label: texts.generate },
              // A typed key is known to the operator, so only operators who may display keys may type one.
              ...(may('secrets:reveal') ? [{ value: 'type', label: texts.type }] : []),
            ]}
          />
        </FormField>
        {typing && (
          <FormField
            label={texts.typed}
            constraintText={texts.valid}
            errorText={fieldError(create.problem, 'secret')}
          >
            <Input
              value={typed}
              onChange={({ detail }) => setTyped(detail.value)}
              autoComplete={false}
              spellcheck={false}
            />
          </FormField>
        )}
        <FormField label={texts.email} constraintText={texts.emailHint}>
          <RadioGroup
            value={email ? 'Y' : 'N'}
            onChange={({ detail }) => setEmail(detail.value === 'Y')}
            items={[
              { value: 'Y', label: texts.yes },
              { value: 'N', label: texts.no },
            ]}
          />
        </FormField>
        {isReset && (
          <>
            <Alert type="warning">{texts.resets}</Alert>
            <IdentityCheck checked={verified} onChange={setVerified} />
          </>
        )}
      </SpaceBetween>
    </Confirm>
  );
}
