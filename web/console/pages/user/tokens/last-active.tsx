import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { ApiProblem } from '../../../api/client.ts';
import { IdentityCheck } from '../../../parts/because.tsx';
import { Confirm } from '../../../parts/confirm.tsx';
import { fieldError } from '../../../parts/problem-alert.tsx';
import { tokensTexts as texts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly busy: boolean;
  readonly problem: unknown;
  readonly disabled?: boolean;
  /** To take the last one has the effect of a reset: the identity has to be verified first (1.20). */
  readonly resets?: boolean;
  /** @param confirmed what the second question asks */
  onConfirm(confirmed: boolean): void;
  onCancel(): void;
}

/** 2.11: a question, and a second one where the service says that it would take the user's last active token. */
export function ConfirmKeepingOne({
  title,
  children,
  problem,
  disabled = false,
  resets = false,
  onConfirm,
  ...rest
}: Props) {
  const [asked, setAsked] = useState(false);
  const [meant, setMeant] = useState(false);
  const [verified, setVerified] = useState(false);
  const isLast =
    (problem instanceof ApiProblem && problem.code === 'last-active-token') ||
    fieldError(problem, 'identityVerified') !== undefined;
  if (isLast && !asked) setAsked(true);
  if (!asked) {
    return (
      <Confirm
        {...rest}
        key="first"
        title={title}
        problem={problem}
        disabled={disabled}
        onConfirm={() => onConfirm(false)}
      >
        {children}
      </Confirm>
    );
  }
  return (
    <Confirm
      {...rest}
      key="last"
      title={texts.last.title}
      problem={isLast ? undefined : problem}
      disabled={!meant || (resets && !verified)}
      onConfirm={() => onConfirm(true)}
    >
      <SpaceBetween size="m">
        <Alert type="warning">{texts.keepOne}</Alert>
        <Checkbox checked={meant} onChange={({ detail }) => setMeant(detail.checked)}>
          {texts.last.meant}
        </Checkbox>
        {resets && (
          <>
            <Alert type="info">{texts.last.resets}</Alert>
            <IdentityCheck checked={verified} onChange={setVerified} />
          </>
        )}
      </SpaceBetween>
    </Confirm>
  );
}
