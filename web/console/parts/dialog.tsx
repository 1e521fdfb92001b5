import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal, { type ModalProps } from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { partTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** What its cross does, in a word. */
  readonly close: string;
  readonly size?: ModalProps.Size;
  /** The buttons at its end: what it is for, and what stands before that. */
  readonly button: ReactNode;
  readonly before?: ReactNode;
  /** Whether it shows what is not shown again: a click beside it or the escape key then leaves it open. */
  readonly stays?: boolean;
  onClose(): void;
}

/** A window over the screen. Mount it when it is needed, unmount it after. */
export function Dialog({ title, children, close, size, button, before, stays = false, onClose }: Props) {
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={close}
      {...(size && { size })}
      onDismiss={({ detail }) => (!stays || detail.reason === 'closeButton') && onClose()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {before}
            {button}
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}

interface CancelProps {
  readonly text?: string | undefined;
  readonly busy: boolean;
  onCancel(): void;
}

/** The way out; none while the action is in progress. */
export const Cancel = ({ text = partTexts.cancel, busy, onCancel }: CancelProps) => (
  <Button variant="link" onClick={onCancel} disabled={busy}>
    {text}
  </Button>
);
