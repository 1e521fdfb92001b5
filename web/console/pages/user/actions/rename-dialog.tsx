import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ApiProblem } from '../../../api/client.ts';
import { renameUser } from '../../../api/users.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { fieldError } from '../../../parts/problem-alert.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { go, href } from '../../../shell/place.ts';
import { personTexts } from '../../person-form/texts.ts';
import type { DialogProps } from './dialog-props.ts';
import { actionTexts } from './texts.ts';

const { rename: texts } = actionTexts;

export function RenameDialog({ user: { userId, displayName }, onClose }: DialogProps) {
  const [newId, setNewId] = useState('');
  const rename = useAction(() => renameUser(userId, newId.trim()), {
    refreshes: [['users']],
    said: (user) => texts.done(userId, user.userId),
    done: (user) => {
      onClose();
      // The old address leads nowhere now.
      go(href`/users/${user.userId}`.slice(1), { replace: true });
    },
  });
  const taken = rename.problem instanceof ApiProblem && rename.problem.code === 'already-exists';
  return (
    <Confirm
      title={texts.title(displayName)}
      action={texts.rename}
      busy={rename.busy}
      problem={taken ? undefined : rename.problem}
      shownAtFields={['newUserId']}
      disabled={newId.trim() === ''}
      onConfirm={() => rename.run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        <FormField
          label={texts.newId}
          constraintText={personTexts.hints.userId}
          errorText={taken ? texts.taken : fieldError(rename.problem, 'newUserId')}
        >
          <Input
            value={newId}
            onChange={({ detail }) => setNewId(detail.value)}
            autoComplete={false}
            spellcheck={false}
          />
        </FormField>
      </SpaceBetween>
    </Confirm>
  );
}
