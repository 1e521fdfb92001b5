import Alert from '@cloudscape-design/components/alert';
import { useState } from 'react';
import { type SentCode, sendTestCode, type TestResult, testToken } from '../../../../api/tokens.ts';
import { FormDialog } from '../../../../parts/form-dialog.tsx';
import { MessageDialog } from '../../../../parts/message-dialog.tsx';
import { fieldError, ProblemAlert } from '../../../../parts/problem-alert.tsx';
import { CodeField } from '../code-field.tsx';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import type { TokenDialog } from './dialog.ts';
import { SendCode } from './send-code.tsx';
import { TestFailed } from './test-failed.tsx';

/** 2.08: a code shows whether the token works. */
export default function TestToken({ user: { userId }, token, onClose, onNext }: TokenDialog) {
  const texts = tokensTexts.test;
  const { tokenId, label, actions } = token;
  const [code, setCode] = useState('');
  const [sent, setSent] = useState<SentCode>();
  const [result, setResult] = useState<TestResult>();
  const sending = useTokenAction(userId, () => sendTestCode(userId, tokenId), setSent);
  const test = useTokenAction(
    userId,
    () => testToken(userId, tokenId, code),
    (answer) => {
      setResult(answer);
      setCode('');
    },
  );
  if (result?.passed) {
    return (
      <MessageDialog title={texts.title(label)} onClose={onClose}>
        <Alert type="success" header={texts.passed}>
          {texts.passedText}
        </Alert>
      </MessageDialog>
    );
  }
  return (
    <FormDialog
      title={texts.title(label)}
      submit={texts.submit}
      busy={test.busy}
      disabled={code.trim() === ''}
      onSubmit={() => {
        setResult(undefined);
        test.run(undefined);
      }}
      onCancel={onClose}
    >
      {actions.includes('challenge') && (
        <SendCode
          sent={sent}
          busy={sending.busy}
          problem={sending.problem}
          onSend={() => sending.run(undefined)}
        />
      )}
      <CodeField
        label={texts.code}
        hint={texts.codeHint}
        value={code}
        error={fieldError(test.problem, 'code')}
        onChange={setCode}
        focus={!actions.includes('challenge')}
      />
      <ProblemAlert problem={test.problem} shownAtFields={['code']} />
      {result && <TestFailed token={token} advice={result.advice} onNext={onNext} />}
    </FormDialog>
  );
}
