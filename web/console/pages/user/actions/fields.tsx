import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { fieldError } from '../../../parts/problem-alert.tsx';
import { actionTexts as texts } from './texts.ts';

interface ReasonProps {
  readonly value: string;
  readonly required?: boolean;
  readonly problem: unknown;
  onChange(value: string): void;
}

export function ReasonField({ value, required = false, problem, onChange }: ReasonProps) {
  return (
    <FormField
      label={
        required ? (
          texts.reason
        ) : (
          <>
            {texts.reason} <i>– {texts.optional}</i>
          </>
        )
      }
      constraintText={texts.reasonHint}
      errorText={fieldError(problem, 'reason')}
    >
      <Input value={value} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}

/** 1.20: nothing is taken from a user, nor given to one, on the word of a mail. */
export function IdentityCheck({ checked, onChange }: { checked: boolean; onChange(checked: boolean): void }) {
  return (
    <Checkbox
      checked={checked}
      description={texts.verifiedHint}
      onChange={({ detail }) => onChange(detail.checked)}
    >
      {texts.verified}
    </Checkbox>
  );
}

export const reasonOf = (text: string): { readonly reason?: string } =>
  text.trim() ? { reason: text.trim() } : {};
