import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { Draft } from './draft.ts';
import { settingsTexts as texts } from './texts.ts';
import { type Unit, units } from './units.ts';

const options = units.map(([value]) => ({ value, label: texts.units[value] }));

interface Props {
  /** What the setting says when it is switched off, where it can be. */
  readonly off: string | false | undefined;
  readonly draft: Draft;
  onChange(draft: Draft): void;
}

/** A number with its unit. The number is called as the setting is, the others by that and a word of their own. */
export function DurationInput({ off, draft, onChange }: Props) {
  return (
    <div className="duration">
      <Input
        value={draft.text}
        disabled={draft.off}
        inputMode="decimal"
        onChange={({ detail }) => onChange({ ...draft, text: detail.value })}
      />
      <FormField>
        <Select
          ariaLabel={texts.unit}
          disabled={draft.off}
          selectedOption={options.find(({ value }) => value === draft.unit) ?? null}
          options={options}
          onChange={({ detail }) => onChange({ ...draft, unit: detail.selectedOption.value as Unit })}
        />
      </FormField>
      {off && (
        <FormField>
          <Checkbox
            checked={draft.off}
            onChange={({ detail }) => onChange({ ...draft, off: detail.checked })}
          >
            {off}
          </Checkbox>
        </FormField>
      )}
    </div>
  );
}
