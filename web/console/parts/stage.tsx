import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { partTexts } from './texts.ts';

export type Stage = keyof typeof partTexts.stages;

const indicators: Readonly<Record<Stage, StatusIndicatorProps.Type>> = {
  'not-required': 'info',
  'not-enrolled': 'pending',
  enrolled: 'success',
  expired: 'error',
};

/** A user's enrollment stage. */
export function StageStatus({ stage }: { readonly stage: Stage }) {
  return <StatusIndicator type={indicators[stage]}>{partTexts.stages[stage]}</StatusIndicator>;
}
