import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { formatDuration, formatNumber } from '../../../../shared/format.ts';
import type { SettingName } from '../../../api/settings.ts';
import { type Draft, type DraftFault, faultOf, type Range, valueIn } from './draft.ts';
import { DurationInput } from './duration-input.tsx';
import { type ChoiceName, choices, kindOf } from './groups.ts';
import { settingsTexts as texts } from './texts.ts';

interface Props {
  readonly name: SettingName;
  readonly draft: Draft;
  readonly range: Range;
  /** What the service said against the value. */
  readonly refusal: string | undefined;
  onChange(draft: Draft): void;
}

/** One setting: its label, what it does, its value, and what it may be. */
export function SettingField({ name, draft, range, refusal, onChange }: Props) {
  const { label, hint, off } = texts.settings[name];
  const kind = kindOf(name);
  const value = valueIn(name, draft);
  const fault = faultOf(value, range);
  const allowed = rangeText(kind === 'duration', range, off);
  const exactly =
    kind === 'duration' &&
    !draft.off &&
    Number.isInteger(value) &&
    texts.exactly(formatNumber(Number(value)));
  const write = (text: string) => onChange({ ...draft, text });
  return (
    <FormField
      label={label}
      description={hint}
      constraintText={[allowed, exactly].filter(Boolean).join(' · ')}
      errorText={fault ? faultText(fault, kind === 'duration', allowed) : refusal}
    >
      {kind === 'choice' && (
        <RadioGroup
          value={draft.text}
          items={choices[name as ChoiceName].map((choice) => {
            const words = texts.choices[name as ChoiceName][choice];
            return { value: choice, label: words?.label ?? choice, description: words?.hint };
          })}
          onChange={({ detail }) => write(detail.value)}
        />
      )}
      {kind === 'duration' && (
        <DurationInput off={range?.zeroMeansNever && off} draft={draft} onChange={onChange} />
      )}
      {(kind === 'number' || kind === 'text') && (
        <div className={kind}>
          <Input
            value={draft.text}
            inputMode={kind === 'number' ? 'numeric' : 'text'}
            onChange={({ detail }) => write(detail.value)}
          />
        </div>
      )}
    </FormField>
  );
}

function faultText(fault: DraftFault, isDuration: boolean, allowed = ''): string {
  if (fault === 'out-of-range') return texts.outOfRange(allowed);
  return fault === 'not-a-number' && !isDuration ? texts.notWhole : texts.faults[fault];
}

function rangeText(isDuration: boolean, range: Range, off: string | undefined): string | undefined {
  if (!range) return undefined;
  const say = isDuration ? formatDuration : formatNumber;
  const text = texts.range(say(range.least), say(range.most));
  return range.zeroMeansNever && off ? texts.orOff(text, off) : text;
}
