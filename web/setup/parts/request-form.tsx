import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Refusal } from '../api.ts';
import { explain } from '../texts/explain.ts';
import { texts } from '../texts/index.ts';

interface Props {
  readonly action: string;
  /** Sends what was entered. Resolves to the refusal to show; nothing when the page has moved on. */
  readonly onSend: (entered: string) => Promise<Refusal | undefined>;
  /** What is wrong with the entry before it is sent. */
  readonly check?: (entered: string) => string | undefined;
  readonly children?: ComponentChildren;
}

/** One field (or none), one button, and the message of what went wrong. Keeps what was entered. */
export function RequestForm({ action, onSend, check, children }: Props) {
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const [trouble, setTrouble] = useState('');

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    // Not `busy`: a second click may come before the page is drawn again.
    if (sending.current) return;
    sending.current = true;
    const field = (event.currentTarget as HTMLFormElement).querySelector('input');
    const entered = field?.value ?? '';
    setTrouble('');
    setBusy(true);
    const wrong = check?.(entered);
    const refusal = wrong ? undefined : await onSend(entered);
    sending.current = false;
    setBusy(false);
    if (!wrong && !refusal) return;
    setTrouble(wrong ?? (refusal ? explain(refusal) : ''));
    field?.focus();
    field?.select();
  };

  return (
    <form onSubmit={submit} aria-busy={busy} noValidate>
      {children}
      <p class="trouble" id="trouble" role="alert">
        {trouble}
      </p>
      <button class="primary" type="submit" aria-disabled={busy}>
        {busy ? texts.busy : action}
      </button>
    </form>
  );
}
