import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import type { UserFilter } from '../../api/users.ts';
import { partTexts } from '../../parts/texts.ts';
import { usersTexts } from './texts.ts';

const { filters: texts } = usersTexts;

const holding = ['Y', 'N', 'S'].map((value) => ({ value, label: texts[value as 'Y'] }));
const stages = Object.entries(partTexts.stages).map(([value, label]) => ({ value, label }));

const choices = [
  { name: 'stage', options: stages },
  { name: 'totp', options: holding },
  { name: 'questions', options: holding },
  { name: 'mfa', options: holding },
] as const;

/** Typing is not yet asking: the list follows when nothing more was typed for so long. */
const pauseMilliseconds = 300;

interface Props {
  readonly filter: UserFilter;
  onChange(change: UserFilter): void;
}

export function UserFilters({ filter, onChange }: Props) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Typed label={usersTexts.search} value={filter.query ?? ''} onChange={(query) => onChange({ query })} />
      <Typed
        label={usersTexts.userProfile}
        value={filter.userProfile ?? ''}
        onChange={(userProfile) => onChange({ userProfile })}
      />
      {choices.map(({ name, options }) => (
        <Select
          key={name}
          inlineLabelText={texts[name]}
          selectedOption={
            options.find(({ value }) => value === filter[name]) ?? { value: '', label: texts.any }
          }
          options={[{ value: '', label: texts.any }, ...options]}
          onChange={({ detail }) => onChange({ [name]: detail.selectedOption.value })}
        />
      ))}
      {Object.keys(filter).length > 0 && (
        <Button
          variant="link"
          onClick={() => onChange(Object.fromEntries(Object.keys(filter).map((name) => [name, undefined])))}
        >
          {texts.clear}
        </Button>
      )}
    </SpaceBetween>
  );
}

function Typed({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  const [text, setText] = useState(value);
  // The address may change by itself: back button, cleared filters.
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), pauseMilliseconds);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      type="search"
      ariaLabel={label}
      placeholder={label}
      value={text}
      onChange={({ detail }) => setText(detail.value)}
    />
  );
}
