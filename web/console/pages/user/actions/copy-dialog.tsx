import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ApiProblem } from '../../../api/client.ts';
import { copyUser } from '../../../api/users.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { fieldError } from '../../../parts/problem-alert.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { go, href } from '../../../shell/place.ts';
import { personTexts } from '../../person-form/texts.ts';
import type { DialogProps } from './dialog-props.ts';
import { actionTexts } from './texts.ts';

const { copy: texts } = actionTexts;

const fields = ['userId', 'displayName', 'email'] as const;

export function CopyDialog({ user, onClose }: DialogProps) {
  const [person, setPerson] = useState({ userId: '', displayName: '', email: '' });
  const { userId, displayName, email } = person;
  const copy = useAction(
    () =>
      copyUser(user.userId, {
        userId: userId.trim(),
        displayName: displayName.trim(),
        email: email.trim(),
      }),
    {
      refreshes: [['users']],
      said: (created) => texts.done(created.displayName),
      done: (created) => {
        onClose();
        go(href`/users/${created.userId}`.slice(1));
      },
    },
  );
  const taken = copy.problem instanceof ApiProblem && copy.problem.code === 'already-exists';
  return (
    <Confirm
      title={texts.title(user.displayName)}
      action={texts.copy}
      busy={copy.busy}
      problem={taken ? undefined : copy.problem}
      shownAtFields={fields}
      disabled={fields.some((name) => person[name].trim() === '')}
      onConfirm={() => copy.run(undefined)}
      onCancel={onClose}
    >
      <SpaceBetween size="m">
        <div>{texts.text}</div>
        {fields.map((name) => (
          <FormField
            key={name}
            label={personTexts.labels[name]}
            errorText={name === 'userId' && taken ? personTexts.taken : fieldError(copy.problem, name)}
          >
            <Input
              value={person[name]}
              onChange={({ detail }) => setPerson({ ...person, [name]: detail.value })}
            />
          </FormField>
        ))}
      </SpaceBetween>
    </Confirm>
  );
}
