import { useState } from 'react';
import { resetToken } from '../../../../api/tokens.ts';
import { FormDialog } from '../../../../parts/form-dialog.tsx';
import { fieldError, ProblemAlert } from '../../../../parts/problem-alert.tsx';
import { useNotify } from '../../../../shell/notices.tsx';
import { CodeField } from '../code-field.tsx';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import type { TokenDialog } from './dialog.ts';

const digits = (typed: string): string => typed.replace(/\s/g, '');

/** 2.12: two codes that follow each other set the counter. */
export default function ResetToken({ user: { userId }, token: { tokenId, label }, onClose }: TokenDialog) {
  const texts = tokensTexts.reset;
  const notify = useNotify();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const { run, busy, problem } = useTokenAction(
    userId,
    () => resetToken(userId, tokenId, [digits(first), digits(second)]),
    () => {
      notify({ type: 'success', content: texts.done(label) });
      onClose();
    },
  );
  return (
    <FormDialog
      title={texts.title(label)}
      submit={texts.submit}
      busy={busy}
      disabled={!(digits(first) && digits(second))}
      onSubmit={() => run(undefined)}
      onCancel={onClose}
    >
      <div>{texts.text}</div>
      <CodeField
        label={texts.first}
        hint={texts.order}
        value={first}
        error={fieldError(problem, 'codes.0')}
        onChange={setFirst}
        focus
      />
      <CodeField
        label={texts.second}
        value={second}
        error={fieldError(problem, 'codes.1')}
        onChange={setSecond}
      />
      <ProblemAlert problem={problem} shownAtFields={['codes.0', 'codes.1']} />
    </FormDialog>
  );
}
