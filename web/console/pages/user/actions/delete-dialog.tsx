import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { deleteUser } from '../../../api/users.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { go } from '../../../shell/place.ts';
import type { DialogProps } from './dialog-props.ts';
import { actionTexts } from './texts.ts';

const { delete: texts } = actionTexts;

/** For good: only whoever types the id of the user has seen whom it will be. */
export function DeleteDialog({ user: { userId, displayName }, onClose }: DialogProps) {
  const [typed, setTyped] = useState('');
  const remove = useAction(() => deleteUser(userId), {
    refreshes: [['users']],
    said: () => texts.done(displayName),
    done: () => {
      onClose();
      go('/users', { replace: true });
    },
  });
  return (
    <Confirm
      title={texts.title(displayName)}
      action={texts.delete}
      busy={remove.busy}
      problem={remove.problem}
      disabled={typed.trim() !== userId}
      onConfirm={() => remove.run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <FormField label={texts.type(userId)}>
          <Input
            value={typed}
            onChange={({ detail }) => setTyped(detail.value)}
            autoComplete={false}
            spellcheck={false}
          />
        </FormField>
      </SpaceBetween>
    </Confirm>
  );
}
