import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ApiProblem } from '../../../api/client.ts';
import { changeUser, type PersonChange, type User } from '../../../api/users.ts';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Unsaved } from '../../../parts/unsaved.tsx';
import { useAction } from '../../../parts/use-action.ts';
import { useNotify } from '../../../shell/notices.tsx';
import { PersonFields } from '../../person-form/person-fields.tsx';
import { changeOf, errorsByField, formOf } from '../../person-form/rules.ts';
import { useFirstError } from '../../person-form/use-first-error.ts';
import { changesOf } from '../actions/changes.ts';
import { LastUpdateUsed } from './last-update-used.tsx';
import { personTabTexts as texts } from './texts.ts';

/** Sends only what was changed here: what somebody else changes meanwhile in other fields stays. */
export function PersonEditor({ user }: { readonly user: User }) {
  const notify = useNotify();
  const [before, setBefore] = useState(user);
  const [form, setForm] = useState(() => formOf(user));
  const begin = (standing: User): void => {
    setBefore(standing);
    setForm(formOf(standing));
  };
  const save = useAction((change: PersonChange) => changeUser(user.userId, change), {
    refreshes: changesOf(user.userId),
    done: (saved) => {
      begin(saved);
      notify({ type: 'success', content: texts.saved(saved.displayName) });
    },
  });
  const formRef = useFirstError(save.problem);
  const change = changeOf(before, form);
  const unchanged = Object.keys(change).length === 0;
  const errors = save.problem instanceof ApiProblem ? save.problem.errors : [];
  return (
    <form
      ref={formRef}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!unchanged) save.run(change);
      }}
    >
      {!unchanged && <Unsaved />}
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              formAction="none"
              variant="link"
              disabled={unchanged || save.busy}
              onClick={() => {
                save.clear();
                begin(user);
              }}
            >
              {texts.discard}
            </Button>
            <Button formAction="submit" variant="primary" disabled={unchanged} loading={save.busy}>
              {texts.save}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <Box color="text-body-secondary">
            {texts.updatedUsed}: <LastUpdateUsed user={user} />. {texts.emptied}
          </Box>
          <ProblemAlert problem={save.problem} shownAtFields={errors.map(({ path }) => path)} />
          <PersonFields form={form} errors={errorsByField(errors)} onChange={setForm} />
        </SpaceBetween>
      </Form>
    </form>
  );
}
