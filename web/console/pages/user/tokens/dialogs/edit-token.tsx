import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { editToken } from '../../../../api/tokens.ts';
import { FormDialog } from '../../../../parts/form-dialog.tsx';
import { fieldError, ProblemAlert } from '../../../../parts/problem-alert.tsx';
import { useNotify } from '../../../../shell/notices.tsx';
import { CommentField, LabelField } from '../add/common-fields.tsx';
import { QuestionFields } from '../add/question-fields.tsx';
import { type Draft, editableOf, editOf, emptyDraft } from '../forms.ts';
import { tokensTexts } from '../texts.ts';
import { useTokenAction } from '../use-token-action.ts';
import type { TokenDialog } from './dialog.ts';

/** 2.07 */
export default function EditToken({ user: { userId }, token, onClose }: TokenDialog) {
  const texts = tokensTexts.edit;
  const fields = tokensTexts.addForm;
  const notify = useNotify();
  const [draft, setDraft] = useState<Draft>({
    ...emptyDraft,
    label: token.label,
    comment: token.comment ?? '',
  });
  const change = (members: Partial<Draft>) => setDraft((before) => ({ ...before, ...members }));
  const { contacts, questions, comment } = editableOf(token);
  const { run, busy, problem } = useTokenAction(
    userId,
    () => editToken(userId, token.tokenId, editOf(token, draft)),
    () => {
      notify({ type: 'success', content: texts.saved });
      onClose();
    },
  );
  const unchanged = Object.keys(editOf(token, draft)).length === 0;
  const parts = { draft, problem, onChange: change };
  return (
    <FormDialog
      title={texts.title(token.label)}
      submit={texts.save}
      busy={busy}
      disabled={unchanged}
      onSubmit={() => run(undefined)}
      onCancel={onClose}
    >
      {contacts.map((contact, place) => (
        <FormField
          key={contact}
          label={fields[contact]}
          description={
            place === 0 ? texts.contactNow(token.deviceFull ?? token.device ?? '') : texts.contactInstead
          }
          errorText={fieldError(problem, contact)}
        >
          <Input
            type={contact === 'email' ? 'email' : 'text'}
            value={draft[contact]}
            onChange={({ detail }) => change({ [contact]: detail.value })}
            autoComplete={false}
          />
        </FormField>
      ))}
      {questions && <QuestionFields {...parts} hint={texts.questionsHint} />}
      <LabelField {...parts} />
      {comment && <CommentField {...parts} />}
      <ProblemAlert problem={problem} shownAtFields={[...contacts, 'label', 'comment']} />
    </FormDialog>
  );
}
