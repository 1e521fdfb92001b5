import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** What the operator can do about it. */
  readonly hint: string;
  readonly action?: ReactNode;
}

/** A list without rows says why, and what to do. */
export function Empty({ title, hint, action }: Props) {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
      <SpaceBetween size="xs">
        <b>{title}</b>
        <Box color="text-body-secondary">{hint}</Box>
        {action}
      </SpaceBetween>
    </Box>
  );
}
