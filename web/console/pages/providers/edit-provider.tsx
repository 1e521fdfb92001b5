import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { type Provider, putProvider } from '../../api/providers.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { fieldError, ProblemAlert } from '../../parts/problem-alert.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useAction } from '../../parts/use-action.ts';
import { type Draft, draftOf, orderOf } from './provider-form.ts';
import { SecretField } from './secret-field.tsx';
import { providersTexts } from './texts.ts';

const texts = providersTexts.form;
const kinds = Object.entries(providersTexts.kinds).map(([value, label]) => ({ value, label }));

interface Props {
  /** None: a new one. */
  readonly provider?: Provider;
  onClose(): void;
}

export default function EditProvider({ provider, onClose }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(provider));
  const change = (members: Partial<Draft>) => setDraft((before) => ({ ...before, ...members }));
  const { run, busy, problem } = useAction(() => putProvider(draft.name.trim(), orderOf(draft)), {
    refreshes: [['providers']],
    said: ({ name }) => texts.saved(name),
    done: onClose,
  });
  const field = (member: 'name' | 'nasIdentifier' | 'attempts' | 'url' | 'timeoutMilliseconds') => ({
    value: draft[member],
    onChange: ({ detail }: { detail: { value: string } }) => change({ [member]: detail.value }),
    autoComplete: false as const,
  });
  const radius = draft.kind === 'radius';
  return (
    <FormDialog
      title={provider ? providersTexts.editOf(provider.name) : providersTexts.add}
      submit={partTexts.save}
      busy={busy}
      disabled={draft.name.trim() === ''}
      onSubmit={() => run(undefined)}
      onCancel={onClose}
    >
      {!provider && (
        <FormField label={texts.name} description={texts.nameHint} errorText={fieldError(problem, 'name')}>
          <Input {...field('name')} />
        </FormField>
      )}
      <FormField label={texts.kind}>
        <RadioGroup
          value={draft.kind}
          items={kinds}
          onChange={({ detail }) => change({ kind: detail.value as Draft['kind'], secret: '' })}
        />
      </FormField>
      {radius && (
        <FormField
          label={texts.servers}
          description={texts.serversHint}
          errorText={fieldError(problem, 'servers')}
        >
          <Textarea
            rows={2}
            value={draft.servers}
            onChange={({ detail }) => change({ servers: detail.value })}
          />
        </FormField>
      )}
      {radius && (
        <FormField label={texts.nasIdentifier} errorText={fieldError(problem, 'nasIdentifier')}>
          <Input {...field('nasIdentifier')} />
        </FormField>
      )}
      {radius && (
        <FormField label={texts.attempts} errorText={fieldError(problem, 'attempts')}>
          <Input type="number" {...field('attempts')} />
        </FormField>
      )}
      {!radius && (
        <FormField label={texts.url} description={texts.urlHint} errorText={fieldError(problem, 'url')}>
          <Input type="url" {...field('url')} />
        </FormField>
      )}
      <FormField
        label={texts.timeout}
        description={texts.timeoutHint}
        errorText={fieldError(problem, 'timeoutMilliseconds')}
      >
        <Input type="number" {...field('timeoutMilliseconds')} />
      </FormField>
      <SecretField
        kind={draft.kind}
        value={draft.secret}
        stored={provider !== undefined}
        error={fieldError(problem, 'secret')}
        onChange={(secret) => change({ secret })}
      />
      <ProblemAlert problem={problem} shownAtFields={shownAtFields} />
    </FormDialog>
  );
}

const shownAtFields = [
  'name',
  'servers',
  'nasIdentifier',
  'attempts',
  'url',
  'timeoutMilliseconds',
  'secret',
];
