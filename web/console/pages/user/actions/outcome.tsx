import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import type { ReactNode } from 'react';
import { partTexts } from '../../../parts/texts.ts';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  onClose(): void;
}

/** What an action came to. What it shows is gone when it closes; a click beside it does not close it. */
export function Outcome({ title, children, onClose }: Props) {
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={partTexts.close}
      onDismiss={({ detail }) => detail.reason !== 'overlay' && onClose()}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {partTexts.close}
          </Button>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
