import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { fieldError } from '../../../../parts/problem-alert.tsx';
import { useOperator } from '../../../../shell/operator.tsx';
import type { Draft, Part } from '../forms.ts';
import { tokensTexts } from '../texts.ts';
import type { FormPart } from './common-fields.tsx';

const texts = tokensTexts.addForm;

const choices = {
  algorithm: ['SHA1', 'SHA256', 'SHA512'],
  digits: [6, 8],
  periodSeconds: [30, 60],
} as const;

type Choice = keyof typeof choices;

/** A key that is made here; or, for operators who may know keys, one that the device brings. */
export function KeyFields({ parts, ...part }: FormPart & { readonly parts: readonly Part[] }) {
  const { may } = useOperator();
  const { draft, problem, onChange } = part;
  if (!may('secrets:reveal')) return null;
  return (
    <SpaceBetween size="m">
      <FormField label={texts.key}>
        <RadioGroup
          value={draft.typed ? 'typed' : 'made'}
          items={[
            { value: 'made', label: texts.keyMade, description: texts.keyMadeHint },
            { value: 'typed', label: texts.keyTyped },
          ]}
          onChange={({ detail }) => onChange({ typed: detail.value === 'typed' })}
        />
      </FormField>
      {draft.typed && (
        <SpaceBetween size="m">
          <FormField
            label={texts.secret}
            description={texts.secretHint}
            errorText={fieldError(problem, 'secret')}
          >
            <Input
              value={draft.secret}
              onChange={({ detail }) => onChange({ secret: detail.value })}
              autoComplete={false}
              spellcheck={false}
            />
          </FormField>
          <ColumnLayout columns={3}>
            <Choose {...part} member="algorithm" label={texts.algorithm} />
            <Choose {...part} member="digits" label={texts.digits} />
            {parts.includes('period') && <Choose {...part} member="periodSeconds" label={texts.period} />}
            {parts.includes('counter') && (
              <FormField label={texts.counter} errorText={fieldError(problem, 'counter')}>
                <Input
                  type="number"
                  value={draft.counter}
                  onChange={({ detail }) => onChange({ counter: detail.value })}
                />
              </FormField>
            )}
          </ColumnLayout>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

function Choose({
  draft,
  problem,
  onChange,
  member,
  label,
}: FormPart & { readonly member: Choice; readonly label: string }) {
  const options = choices[member].map((value) => ({ value: String(value), label: String(value) }));
  return (
    <FormField label={label} errorText={fieldError(problem, member)}>
      <Select
        selectedOption={options.find(({ value }) => value === String(draft[member])) ?? null}
        options={options}
        onChange={({ detail }) => {
          const chosen = choices[member].find((value) => String(value) === detail.selectedOption.value);
          onChange({ [member]: chosen } as Partial<Draft>);
        }}
      />
    </FormField>
  );
}
