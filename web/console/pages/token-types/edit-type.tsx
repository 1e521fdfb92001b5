import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { putTokenType, type TokenType, type TypeChange } from '../../api/token-types.ts';
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
  const { name, operatorCanEnroll, obsolete } = type;
  const [draft, setDraft] = useState({ name, operatorCanEnroll, obsolete });
  const change = (members: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...members }));
  const { run, busy, problem } = useAction((order: TypeChange) => putTokenType(type.type, order), {
    refreshes: [['token-types'], ['user']],
    said: ({ name }) => texts.saved(name),
    done: onClose,
  });
  return (
    <FormDialog
      title={tokenTypesTexts.editOf(name)}
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
      {draft.obsolete && !obsolete && <Alert type="warning">{texts.warning}</Alert>}
      <ProblemAlert problem={problem} shownAtFields={['name']} />
    </FormDialog>
  );
}
