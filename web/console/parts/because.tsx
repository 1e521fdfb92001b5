import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { fieldError } from './problem-alert.tsx';
import { partTexts } from './texts.ts';

const { because: texts } = partTexts;

interface ReasonProps {
  readonly value: string;
  readonly required?: boolean;
  readonly problem: unknown;
  onChange(value: string): void;
}

/** Why it is done; it stays in the audit. */
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

interface IdentityProps {
  readonly checked: boolean;
  /** It was sent without. */
  readonly missed?: boolean;
  onChange(checked: boolean): void;
}

/** 1.20: nothing is taken from a user, nor given to one, on the word of a mail. */
export function IdentityCheck({ checked, missed = false, onChange }: IdentityProps) {
  return (
    <FormField errorText={missed && texts.unverified}>
      <Checkbox
        checked={checked}
        description={texts.verifiedHint}
        onChange={({ detail }) => onChange(detail.checked)}
      >
        {texts.verified}
      </Checkbox>
    </FormField>
  );
}

export const reasonOf = (text: string): { readonly reason?: string } =>
  text.trim() ? { reason: text.trim() } : {};
