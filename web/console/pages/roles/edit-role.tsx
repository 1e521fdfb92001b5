import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { putRole, type Role } from '../../api/roles.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { fieldError } from '../../parts/problem-alert.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useAction } from '../../parts/use-action.ts';
import { useNotify } from '../../shell/notices.tsx';
import { rolesTexts as texts } from './texts.ts';

interface Props {
  /** Without it a new one is added. */
  readonly before?: Role;
  /** Names of roles that adding would silently change. */
  readonly taken: readonly string[];
  onClose(): void;
}

export function EditRole({ before, taken, onClose }: Props) {
  const [role, setRole] = useState<Role>(before ?? { name: '', type: '', twoFactorRequired: true });
  const notify = useNotify();
  const trimmed = { ...role, name: role.name.trim(), type: role.type.trim() };
  const { run, busy, problem } = useAction(putRole, {
    refreshes: [['roles'], ['users'], ['overview']],
    done: ({ name }) => {
      notify({ type: 'success', content: texts.saved(name) });
      onClose();
    },
  });
  const exists = taken.includes(trimmed.name);
  const begins = role.twoFactorRequired && !before?.twoFactorRequired;
  const ends = before?.twoFactorRequired && !role.twoFactorRequired;
  const wrongName = exists ? texts.exists : fieldError(problem, 'name');
  const wrongType = fieldError(problem, 'type');
  return (
    <Confirm
      title={before ? texts.editTitle(before.name) : texts.addTitle}
      action={partTexts.save}
      busy={busy}
      problem={wrongName || wrongType ? undefined : problem}
      disabled={!trimmed.name || !trimmed.type || exists}
      onConfirm={() => run(trimmed)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <FormField label={texts.fields.name} errorText={wrongName}>
          <Input
            value={role.name}
            disabled={before !== undefined}
            onChange={({ detail }) => setRole({ ...role, name: detail.value })}
          />
        </FormField>
        <FormField label={texts.fields.type} constraintText={texts.typeHint} errorText={wrongType}>
          <Input value={role.type} onChange={({ detail }) => setRole({ ...role, type: detail.value })} />
        </FormField>
        <Checkbox
          checked={role.twoFactorRequired}
          onChange={({ detail }) => setRole({ ...role, twoFactorRequired: detail.checked })}
        >
          {texts.fields.required}
        </Checkbox>
        {begins && <Alert type="info">{texts.requires}</Alert>}
        {ends && <Alert type="info">{texts.frees}</Alert>}
      </SpaceBetween>
    </Confirm>
  );
}
