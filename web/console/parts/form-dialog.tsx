import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useId } from 'react';
import { partTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  readonly cancel?: string;
  onSubmit(): void;
  onCancel(): void;
}

/** A form in a window of its own; the enter key sends it. */
export function FormDialog({ title, submit, busy, disabled = false, children, cancel, ...on }: Props) {
  const form = useId();
  return (
    <Modal
      visible
      size="medium"
      header={title}
      closeAriaLabel={partTexts.close}
      onDismiss={on.onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={on.onCancel} disabled={busy}>
              {cancel ?? partTexts.cancel}
            </Button>
            <Button variant="primary" form={form} loading={busy} disabled={disabled}>
              {submit}
            </Button>
          </SpaceBetween>
        </Box>
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
    </Modal>
  );
}
