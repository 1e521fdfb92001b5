import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** On the only button. */
  readonly close: string;
  onClose(): void;
}

/** Something to read, and then to close. */
export function MessageDialog({ title, children, close, onClose }: Props) {
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={close}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {close}
          </Button>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
