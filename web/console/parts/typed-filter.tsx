import Input from '@cloudscape-design/components/input';
import { useEffect, useState } from 'react';
import { useSettled } from './use-settled.ts';

interface Props {
  /** Shown in the field; without it a form field around it says what it is. */
  readonly label?: string;
  readonly value: string;
  onChange(value: string): void;
}

/** A filter that is typed, and asked for when the typing stops, without blanks around it. */
export function TypedFilter({ label, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const settled = useSettled(text.trim());
  // The address may change by itself: back button, cleared filters, a name that was clicked.
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the text has settled, not when the address changes.
  useEffect(() => {
    if (settled !== value) onChange(settled);
  }, [settled]);
  return (
    <Input
      type="search"
      {...(label && { ariaLabel: label, placeholder: label })}
      value={text}
      onChange={({ detail }) => setText(detail.value)}
    />
  );
}
