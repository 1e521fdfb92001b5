import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly focus?: boolean;
  onChange(value: string): void;
}

/** Where a code is typed: never offered or kept by the browser. */
export function CodeField({ label, hint, value, error, focus = false, onChange }: Props) {
  return (
    <FormField label={label} description={hint} errorText={error}>
      <Input
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        spellcheck={false}
        autoFocus={focus}
      />
    </FormField>
  );
}
