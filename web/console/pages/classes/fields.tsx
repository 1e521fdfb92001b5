import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { Children, type ReactNode } from 'react';
import { fieldError } from '../../parts/problem-alert.tsx';
import type { Draft } from './draft.ts';

/** What every field of the form works on. */
export interface OfForm {
  readonly draft: Draft;
  readonly readOnly: boolean;
  readonly problem: unknown;
  change(part: Partial<Draft>): void;
}

type Typed = {
  [K in keyof Draft]: string extends Draft[K] ? K : never;
}[keyof Draft];

interface TextProps extends OfForm {
  readonly name: Typed;
  /** The name of the field in the call's body, if it differs. */
  readonly path?: string;
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it before anybody was asked. */
  readonly error?: string | undefined;
}

export function TextField({ draft, readOnly, change, name, path = name, label, hint, ...wrong }: TextProps) {
  return (
    <FormField label={label} constraintText={hint} errorText={wrong.error ?? fieldError(wrong.problem, path)}>
      <Input
        value={draft[name]}
        disabled={readOnly}
        onChange={({ detail }) => change({ [name]: detail.value })}
      />
    </FormField>
  );
}

interface ChoiceProps extends OfForm {
  readonly name:
    | 'preferredDevice'
    | 'otherwisePrefer'
    | 'allowOtpInsteadOfTotp'
    | 'verifyBy'
    | 'deliverBy'
    | 'resetBy';
  readonly label: string;
  /** In words, by their letter or number. */
  readonly choices: Readonly<Record<string, string>>;
}

export function ChoiceField({ draft, readOnly, change, name, label, choices }: ChoiceProps) {
  const options = Object.entries(choices).map(([value, text]) => ({ value, label: text }));
  const chosen = draft[name];
  const letter = typeof chosen === 'boolean' ? (chosen ? 'Y' : 'N') : String(chosen);
  const read = (value: string) =>
    typeof chosen === 'boolean' ? value === 'Y' : typeof chosen === 'number' ? Number(value) : value;
  return (
    <FormField label={label} constraintText={Object.values(choices).join(', ')}>
      <Select
        selectedOption={options.find(({ value }) => value === letter) ?? null}
        options={options}
        disabled={readOnly}
        onChange={({ detail }) => change({ [name]: read(detail.selectedOption.value ?? '') })}
      />
    </FormField>
  );
}

/** Fields side by side where there is room. */
export const columns = (...fields: readonly ReactNode[]) => (
  <ColumnLayout columns={2}>{Children.toArray(fields)}</ColumnLayout>
);
