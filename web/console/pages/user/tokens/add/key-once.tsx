import Alert from '@cloudscape-design/components/alert';
import { useState } from 'react';
import { confirmToken, type EnrolledToken } from '../../../../api/tokens.ts';
import { FormDialog } from '../../../../parts/form-dialog.tsx';
import { KeyDisplay } from '../../../../parts/key-and-codes.tsx';
import { fieldError, ProblemAlert } from '../../../../parts/problem-alert.tsx';
import { CodeField } from '../code-field.tsx';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';

interface Props {
  readonly userId: string;
  readonly token: EnrolledToken;
  onConfirmed(backupCodes: readonly string[]): void;
  onClose(): void;
}

/** A key, this once and only to those who may see keys, and the first code that makes its token ACTIVE. */
export function KeyOnce({ userId, token: { tokenId, secret, qrCodeSvg }, onConfirmed, onClose }: Props) {
  const texts = tokensTexts.key;
  const [code, setCode] = useState('');
  const { run, busy, problem } = useTokenAction(
    userId,
    () => confirmToken(userId, tokenId, code),
    ({ backupCodes }) => onConfirmed(backupCodes),
  );
  return (
    <FormDialog
      title={texts.title}
      submit={texts.submit}
      cancel={texts.later}
      stays
      busy={busy}
      disabled={code.trim() === ''}
      onSubmit={() => run(undefined)}
      onCancel={onClose}
    >
      {secret ? (
        <>
          <div>{texts.text}</div>
          <KeyDisplay secret={secret} qrCodeSvg={qrCodeSvg} />
        </>
      ) : (
        <div>{texts.notShown}</div>
      )}
      <CodeField
        label={texts.code}
        hint={texts.codeHint}
        value={code}
        error={fieldError(problem, 'code')}
        onChange={setCode}
      />
      <ProblemAlert problem={problem} shownAtFields={['code']} />
      <Alert type="info">{texts.pending}</Alert>
    </FormDialog>
  );
}
