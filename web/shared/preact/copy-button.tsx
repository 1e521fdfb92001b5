import { useState } from 'preact/hooks';
import { stepTexts } from './step-texts.ts';

interface Props {
  readonly label: string;
  readonly text: string;
  readonly onCopied?: () => void;
}

export function CopyButton({ label, text, onCopied }: Props) {
  const [note, setNote] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setNote(stepTexts.copied);
      onCopied?.();
    } catch {
      setNote(stepTexts.notCopied);
    }
  };
  return (
    <>
      <button type="button" onClick={copy}>
        {label}
      </button>
      <output class="note">{note}</output>
    </>
  );
}
