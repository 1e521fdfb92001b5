import Input from '@cloudscape-design/components/input';
import { useEffect, useState } from 'react';

/** Typing is not yet asking: the list follows when nothing more was typed for so long. */
const pauseMilliseconds = 300;

interface Props {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
}

/** A filter that is typed, and asked for when the typing stops. */
export function TypedFilter({ label, value, onChange }: Props) {
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
