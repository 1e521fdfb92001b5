import { useState } from 'preact/hooks';
import { texts } from '../texts/index.ts';

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
      setNote(texts.copied);
      onCopied?.();
    } catch {
      setNote(texts.notCopied);
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
