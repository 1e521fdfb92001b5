import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ApiProblem } from '../../api/client.ts';
import { createUser, type NewPerson } from '../../api/users.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { partTexts } from '../../parts/texts.ts';
import { Unsaved } from '../../parts/unsaved.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useNotify } from '../../shell/notices.tsx';
import { href } from '../../shell/place.ts';
import { PersonFields } from '../person-form/person-fields.tsx';
import { errorsByField, newForm, newPersonOf } from '../person-form/rules.ts';
import { personTexts } from '../person-form/texts.ts';
import { useFirstError } from '../person-form/use-first-error.ts';
import { usersTexts } from '../users/texts.ts';
import { newUserTexts as texts } from './texts.ts';

/** 3.09: somebody new, with everything that seed 003's screen asks. */
export default function NewUser() {
  const notify = useNotify();
  const [userId, setUserId] = useState('');
  const [form, setForm] = useState(newForm);
  const [saved, setSaved] = useState<string>();
  const typed = userId.trim() !== '' || JSON.stringify(form) !== JSON.stringify(newForm);
  const create = useAction((person: NewPerson) => createUser(person), {
    refreshes: [['users']],
    done: (user) => {
      notify({ type: 'success', content: texts.created(user.displayName) });
      setSaved(href`/users/${user.userId}`.slice(1));
    },
  });
  const formRef = useFirstError(create.problem);
  const errors = create.problem instanceof ApiProblem ? create.problem.errors : [];
  const byField = errorsByField(errors);
  const taken = create.problem instanceof ApiProblem && create.problem.code === 'already-exists';
  return (
    <Screen
      title={texts.title}
      description={texts.description}
      above={[{ text: usersTexts.title, href: '#/users' }]}
    >
      <form
        ref={formRef}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          create.run(newPersonOf(userId, form));
        }}
      >
        {typed && <Unsaved saved={saved} />}
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" href="#/users">
                {partTexts.cancel}
              </Button>
              <Button formAction="submit" variant="primary" loading={create.busy}>
                {texts.create}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <ProblemAlert
              problem={taken ? undefined : create.problem}
              shownAtFields={errors.map(({ path }) => path)}
            />
            <PersonFields
              form={form}
              errors={byField}
              onChange={setForm}
              first={
                <FormField
                  label={personTexts.labels.userId}
                  constraintText={personTexts.hints.userId}
                  errorText={taken ? <Taken userId={userId.trim()} /> : byField['userId']}
                >
                  <Input
                    value={userId}
                    onChange={({ detail }) => setUserId(detail.value)}
                    autoComplete={false}
                    spellcheck={false}
                  />
                </FormField>
              }
            />
          </SpaceBetween>
        </Form>
      </form>
    </Screen>
  );
}

const Taken = ({ userId }: { readonly userId: string }) => (
  <>
    {personTexts.taken} <Link href={href`/users/${userId}`}>{personTexts.openTaken}</Link>
  </>
);
