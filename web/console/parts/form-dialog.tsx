import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useId } from 'react';
import { Cancel, Dialog } from './dialog.tsx';
import { partTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  readonly cancel?: string;
  /** Whether it shows what is not shown again: only its button and its cross, named alike, close it. */
  readonly stays?: boolean;
  onSubmit(): void;
  onCancel(): void;
}

/** A form in a window of its own; the enter key sends it. */
export function FormDialog({ title, submit, busy, disabled = false, children, ...rest }: Props) {
  const { cancel, stays = false, ...on } = rest;
  const form = useId();
  return (
    <Dialog
      title={title}
      close={(stays && cancel) || partTexts.close}
      stays={stays}
      onClose={on.onCancel}
      before={<Cancel text={cancel} busy={busy} onCancel={on.onCancel} />}
      button={
        <Button variant="primary" form={form} loading={busy} disabled={disabled}>
          {submit}
        </Button>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !disabled) on.onSubmit();
        }}
      >
        <SpaceBetween size="m">{children}</SpaceBetween>
      </form>
    </Dialog>
  );
}
