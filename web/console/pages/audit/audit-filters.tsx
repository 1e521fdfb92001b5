import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { organisationEventTypes } from '../../../../lib/domain/event-filter.ts';
import { eventTexts } from '../../../shared/event-texts.ts';
import { language } from '../../../shared/language.ts';
import { auditTexts } from './texts.ts';

const { filters: texts } = auditTexts;
const { types } = eventTexts[language];

const any = { value: '', label: texts.any };
const options = organisationEventTypes
  .map((value) => ({ value, label: types[value], filteringTags: [value] }))
  .sort((one, other) => one.label.localeCompare(other.label, language));

/** Typing is not yet asking: the list follows when nothing more was typed for so long. */
const pauseMilliseconds = 300;

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
      <Typed label={texts.actor} value={value('actor')} onChange={(actor) => onChange({ actor })} />
      <Typed label={texts.user} value={value('userId')} onChange={(userId) => onChange({ userId })} />
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

function Typed({ label, value, onChange }: FieldProps) {
  const [text, setText] = useState(value);
  // The address may change by itself: back button, cleared filters, a name that was clicked.
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim()), pauseMilliseconds);
    return () => clearTimeout(timer);
  });
  return (
    <FormField label={label}>
      <Input type="search" value={text} onChange={({ detail }) => setText(detail.value)} />
    </FormField>
  );
}
