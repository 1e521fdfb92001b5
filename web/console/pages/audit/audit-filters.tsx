import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { organisationEventTypes } from '../../../../lib/domain/event-filter.ts';
import { eventTexts } from '../../../shared/event-texts.ts';
import { language } from '../../../shared/language.ts';
import { TypedFilter } from '../../parts/typed-filter.tsx';
import { auditTexts } from './texts.ts';

const { filters: texts } = auditTexts;
const { types } = eventTexts[language];

const any = { value: '', label: texts.any };
const options = organisationEventTypes
  .map((value) => ({ value, label: types[value], filteringTags: [value] }))
  .sort((one, other) => one.label.localeCompare(other.label, language));

interface Props {
  readonly place: URLSearchParams;
  onChange(change: Readonly<Record<string, string | undefined>>): void;
}

export function AuditFilters({ place, onChange }: Props) {
  const value = (name: string) => place.get(name) ?? '';
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="end">
      {(['from', 'to'] as const).map((name) => (
        <Moment
          key={name}
          label={texts[name]}
          value={value(name)}
          onChange={(typed) => onChange({ [name]: typed })}
        />
      ))}
      <FormField label={texts.type}>
        <Select
          filteringType="auto"
          selectedOption={options.find((option) => option.value === value('type')) ?? any}
          options={[any, ...options]}
          onChange={({ detail }) => onChange({ type: detail.selectedOption.value })}
        />
      </FormField>
      <FormField label={texts.actor}>
        <TypedFilter value={value('actor')} onChange={(actor) => onChange({ actor })} />
      </FormField>
      <FormField label={texts.user}>
        <TypedFilter value={value('userId')} onChange={(userId) => onChange({ userId })} />
      </FormField>
      {place.size > 0 && (
        <Button
          variant="link"
          onClick={() => onChange(Object.fromEntries([...place.keys()].map((name) => [name, undefined])))}
        >
          {texts.clear}
        </Button>
      )}
    </SpaceBetween>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
}

/** The browser's own field for a day and a time: it knows the viewer's way to write them. */
function Moment({ label, value, onChange }: FieldProps) {
  return (
    <label className="moment">
      {label}
      <input type="datetime-local" value={value} onChange={({ target }) => onChange(target.value)} />
    </label>
  );
}
