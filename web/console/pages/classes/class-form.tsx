import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { putClass } from '../../api/classes.ts';
import { ApiProblem } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { partTexts } from '../../parts/texts.ts';
import { Unsaved } from '../../parts/unsaved.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useNotify } from '../../shell/notices.tsx';
import { go, href } from '../../shell/place.ts';
import { changeOf, type Draft, draftOf } from './draft.ts';
import { ChoiceField, columns, TextField } from './fields.tsx';
import { PriorityTable } from './priority-table.tsx';
import { classesTexts as texts } from './texts.ts';

const { fields, hints } = texts;

interface Props {
  /** What the form begins with; what is typed stays, whatever is read again meanwhile. */
  readonly initial: Draft;
  /** For a new class: the names that others have. */
  readonly taken?: readonly string[];
  readonly readOnly: boolean;
}

const shownAtFields = [
  ...['name', 'text', 'restrictEmailsToDomain', 'provider', 'factors', 'factors.sign-in'],
  ...['questions.count', 'questions.maximumRetries', 'questions.waitSeconds'],
  'passwordReset.changeWithinMinutes',
];

export function ClassForm({ initial, taken, readOnly }: Props) {
  const isNew = taken !== undefined;
  const [before, setBefore] = useState(initial);
  const [draft, setDraft] = useState(initial);
  const [saved, setSaved] = useState<string>();
  const notify = useNotify();
  const unchanged = Object.keys(changeOf(draft, before)).length === 0 && draft.name === before.name;
  const { run, busy, problem } = useAction(
    (confirmUnusable: boolean) => {
      const change = isNew ? changeOf(draft) : changeOf(draft, before);
      return putClass(draft.name.trim(), confirmUnusable ? { ...change, confirmUnusable } : change);
    },
    {
      refreshes: [['classes']],
      done: (standing) => {
        notify({ type: 'success', content: texts.saved(standing.name) });
        if (isNew) return setSaved(href`/classes/${standing.name}`.slice(1));
        setBefore(draftOf(standing));
        setDraft(draftOf(standing));
      },
    },
  );
  const isTaken = saved === undefined && taken?.includes(draft.name.trim()) === true;
  const unusable =
    problem instanceof ApiProblem && problem.code === 'no-usable-factor' ? problem.body : undefined;
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const all = { draft, change, readOnly, problem };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !unchanged && !isTaken) run(false);
      }}
    >
      {!unchanged && <Unsaved saved={saved} />}
      <Form
        actions={
          !readOnly && (
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" onClick={() => go('/classes')}>
                {partTexts.cancel}
              </Button>
              <Button
                variant="primary"
                loading={busy}
                disabled={unchanged || isTaken || draft.name.trim() === ''}
              >
                {partTexts.save}
              </Button>
            </SpaceBetween>
          )
        }
      >
        <SpaceBetween size="l">
          {unusable ? (
            <Alert
              type="warning"
              action={
                <Button formAction="none" loading={busy} onClick={() => run(true)}>
                  {texts.saveAnyway}
                </Button>
              }
            >
              {texts.unusable(
                formatNumber(Number(unusable['membersAffected'])),
                unusable['atLeast'] === true,
              )}
            </Alert>
          ) : (
            <ProblemAlert problem={problem} shownAtFields={shownAtFields} />
          )}
          <Container>
            {columns(
              <TextField
                {...all}
                name="name"
                label={fields.name}
                error={isTaken ? texts.taken : undefined}
                readOnly={readOnly || !isNew}
              />,
              <TextField {...all} name="text" label={fields.text} />,
              <ChoiceField
                {...all}
                name="preferredDevice"
                label={fields.preferredDevice}
                choices={texts.devices}
              />,
              <ChoiceField
                {...all}
                name="otherwisePrefer"
                label={fields.otherwisePrefer}
                choices={{ C: texts.devices.C, E: texts.devices.E }}
              />,
              <TextField
                {...all}
                name="restrictEmailsToDomain"
                label={fields.restrictEmailsToDomain}
                hint={hints.domain}
              />,
              <ChoiceField
                {...all}
                name="allowOtpInsteadOfTotp"
                label={fields.allowOtp}
                choices={texts.yesNo}
              />,
            )}
          </Container>
          <PriorityTable {...all} />
          <Container header={<Header variant="h2">{texts.questions}</Header>}>
            {columns(
              <TextField
                {...all}
                name="count"
                path="questions.count"
                label={fields.count}
                hint={hints.count}
              />,
              <TextField
                {...all}
                name="maximumRetries"
                path="questions.maximumRetries"
                label={fields.maximumRetries}
                hint={hints.maximumRetries}
              />,
              <TextField
                {...all}
                name="waitSeconds"
                path="questions.waitSeconds"
                label={fields.waitSeconds}
                hint={hints.waitSeconds}
              />,
            )}
          </Container>
          <Container header={<Header variant="h2">{texts.passwordReset}</Header>}>
            {columns(
              <ChoiceField {...all} name="verifyBy" label={fields.verifyBy} choices={texts.verifying} />,
              <ChoiceField {...all} name="deliverBy" label={fields.deliverBy} choices={texts.delivering} />,
              <ChoiceField {...all} name="resetBy" label={fields.resetBy} choices={texts.resetting} />,
              <TextField
                {...all}
                name="changeWithinMinutes"
                path="passwordReset.changeWithinMinutes"
                label={fields.changeWithin}
                hint={hints.changeWithin}
              />,
            )}
          </Container>
        </SpaceBetween>
      </Form>
    </form>
  );
}
