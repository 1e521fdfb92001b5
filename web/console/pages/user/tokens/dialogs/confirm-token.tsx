import { useState } from 'react';
import { confirmToken } from '../../../../api/tokens.ts';
import { FormDialog } from '../../../../parts/form-dialog.tsx';
import { fieldError, ProblemAlert } from '../../../../parts/problem-alert.tsx';
import { useNotify } from '../../../../shell/notices.tsx';
import { CodesOnce } from '../add/codes-once.tsx';
import { CodeField } from '../code-field.tsx';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import type { TokenDialog } from './dialog.ts';

/** The first code of a key that waits for it, where the key was handed over before. */
export default function ConfirmToken({ user: { userId }, token: { tokenId, label }, onClose }: TokenDialog) {
  const texts = tokensTexts.key;
  const notify = useNotify();
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<readonly string[]>([]);
  const { run, busy, problem } = useTokenAction(
    userId,
    () => confirmToken(userId, tokenId, code),
    ({ backupCodes }) => {
      notify({ type: 'success', content: texts.confirmed(label) });
      if (backupCodes.length === 0) onClose();
      setCodes(backupCodes);
    },
  );
  if (codes.length > 0) return <CodesOnce userId={userId} codes={codes} onClose={onClose} />;
  return (
    <FormDialog
      title={tokensTexts.confirmTitle(label)}
      submit={texts.submit}
      busy={busy}
      disabled={code.trim() === ''}
      onSubmit={() => run(undefined)}
      onCancel={onClose}
    >
      <div>{tokensTexts.confirmText}</div>
      <CodeField
        label={texts.code}
        value={code}
        error={fieldError(problem, 'code')}
        onChange={setCode}
        focus
      />
      <ProblemAlert problem={problem} shownAtFields={['code']} />
    </FormDialog>
  );
}
