import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { partTexts } from './texts.ts';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** On the only button. */
  readonly close?: string;
  onClose(): void;
}

/** Something to read, perhaps for the only time, and then to close by its button or its cross. */
export function MessageDialog({ title, children, close = partTexts.close, onClose }: Props) {
  const button = (
    <Button variant="primary" onClick={onClose}>
      {close}
    </Button>
  );
  return (
    <Dialog title={title} close={close} stays button={button} onClose={onClose}>
      {children}
    </Dialog>
  );
}
