import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { stepTexts } from './step-texts.ts';

interface Props {
  readonly action: string;
  /** Takes what was entered, by the fields' names. Resolves to what is wrong; nothing when the page has moved on. */
  readonly onSend: (entered: FormData) => Promise<string | undefined>;
  readonly children?: ComponentChildren;
}

/** Its fields, one button, and the message of what went wrong. Keeps what was entered. */
export function RequestForm({ action, onSend, children }: Props) {
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const [trouble, setTrouble] = useState('');

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    // Not `busy`: a second click may come before the page is drawn again.
    if (sending.current) return;
    sending.current = true;
    const form = event.currentTarget as HTMLFormElement;
    setTrouble('');
    setBusy(true);
    const wrong = await onSend(new FormData(form));
    sending.current = false;
    setBusy(false);
    if (!wrong) return;
    setTrouble(wrong);
    const field = form.querySelector<HTMLInputElement>('input.code') ?? form.querySelector('input');
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
        {busy ? stepTexts.busy : action}
      </button>
    </form>
  );
}
