import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Cancel, Dialog } from './dialog.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { partTexts } from './texts.ts';

interface Props {
  readonly title: string;
  /** What will happen; further fields may follow it. */
  readonly children: ReactNode;
  /** The button that does it. */
  readonly action?: string;
  readonly busy: boolean;
  /** What went wrong; the dialog stays open. */
  readonly problem?: unknown;
  /** Fields of the dialog that show their errors themselves, by their paths in the body. */
  readonly shownAtFields?: readonly string[];
  readonly disabled?: boolean;
  onConfirm(): void;
  onCancel(): void;
}

/** A question before something is done. Cancelling changes nothing. */
export function Confirm({ title, children, action, busy, problem, ...props }: Props) {
  const { shownAtFields = [], disabled = false, onConfirm, onCancel } = props;
  return (
    <Dialog
      title={title}
      close={partTexts.cancel}
      onClose={onCancel}
      before={<Cancel busy={busy} onCancel={onCancel} />}
      button={
        <Button variant="primary" onClick={onConfirm} loading={busy} disabled={disabled}>
          {action ?? partTexts.continue}
        </Button>
      }
    >
      <SpaceBetween size="m">
        <div>{children}</div>
        <ProblemAlert problem={problem} shownAtFields={shownAtFields} />
      </SpaceBetween>
    </Dialog>
  );
}
