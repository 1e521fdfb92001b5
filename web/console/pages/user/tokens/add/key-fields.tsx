import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { fieldError } from '../../../../parts/problem-alert.tsx';
import { useOperator } from '../../../../shell/operator.tsx';
import { chosen, type Draft, type KeyChoices } from '../forms.ts';
import { tokensTexts } from '../texts.ts';
import type { FormPart } from './common-fields.tsx';

const texts = tokensTexts.addForm;

/** A key that is made here; or, for operators who may know keys, one that the device brings. */
export function KeyFields({ choices, ...part }: FormPart & { readonly choices: KeyChoices }) {
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
            <Choose {...part} member="algorithm" choices={choices.algorithm} label={texts.algorithm} />
            <Choose {...part} member="digits" choices={choices.digits} label={texts.digits} />
            <Choose {...part} member="periodSeconds" choices={choices.periodSeconds} label={texts.period} />
            {choices.counter && (
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

interface ChooseProps<M extends Exclude<keyof KeyChoices, 'counter'>> extends FormPart {
  readonly member: M;
  readonly choices: readonly Draft[M][];
  readonly label: string;
}

/** One of what the type offers; nothing where it offers nothing. */
function Choose<M extends Exclude<keyof KeyChoices, 'counter'>>({
  draft,
  problem,
  onChange,
  member,
  choices,
  label,
}: ChooseProps<M>) {
  const options = choices.map((value) => ({ value: String(value), label: String(value) }));
  const now = String(chosen<Draft[M]>(choices, draft[member]));
  if (options.length === 0) return null;
  return (
    <FormField label={label} errorText={fieldError(problem, member)}>
      <Select
        selectedOption={options.find(({ value }) => value === now) ?? null}
        options={options}
        onChange={({ detail }) => {
          const next = choices.find((value) => String(value) === detail.selectedOption.value);
          onChange({ [member]: next } as Partial<Draft>);
        }}
      />
    </FormField>
  );
}
