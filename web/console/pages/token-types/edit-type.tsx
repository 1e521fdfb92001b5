import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { putTokenType, type TokenType } from '../../api/token-types.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { fieldError, ProblemAlert } from '../../parts/problem-alert.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useAction } from '../../parts/use-action.ts';
import { tokenTypesTexts } from './texts.ts';

const texts = tokenTypesTexts.form;

interface Props {
  readonly type: TokenType;
  onClose(): void;
}

/** 2.04, 2.13 */
export function EditType({ type, onClose }: Props) {
  const [draft, setDraft] = useState(type);
  const change = (members: Partial<TokenType>) => setDraft((before) => ({ ...before, ...members }));
  const { run, busy, problem } = useAction(putTokenType, {
    refreshes: [['token-types'], ['user']],
    said: ({ name }) => texts.saved(name),
    done: onClose,
  });
  return (
    <FormDialog
      title={tokenTypesTexts.editOf(type.name)}
      submit={partTexts.save}
      busy={busy}
      onSubmit={() => run({ ...draft, name: draft.name.trim() })}
      onCancel={onClose}
    >
      <FormField label={texts.name} description={texts.nameHint} errorText={fieldError(problem, 'name')}>
        <Input value={draft.name} onChange={({ detail }) => change({ name: detail.value })} />
      </FormField>
      <Checkbox
        checked={draft.operatorCanEnroll}
        onChange={({ detail }) => change({ operatorCanEnroll: detail.checked })}
      >
        {texts.operators}
      </Checkbox>
      <Checkbox checked={draft.obsolete} onChange={({ detail }) => change({ obsolete: detail.checked })}>
        {texts.obsolete}
      </Checkbox>
      {draft.obsolete && !type.obsolete && <Alert type="warning">{texts.warning}</Alert>}
      <ProblemAlert problem={problem} shownAtFields={['name']} />
    </FormDialog>
  );
}
