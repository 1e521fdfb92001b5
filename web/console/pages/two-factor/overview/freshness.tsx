import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatClock } from '../../../../shared/format.ts';
import { overviewTexts as texts } from './texts.ts';

interface Props {
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** The last attempt to read failed. */
  readonly stale: boolean;
}

/** When the numbers are from. No live region: a voice every five seconds helps nobody. */
export function Freshness({ readAt, stale }: Props) {
  const time = formatClock(readAt);
  return (
    <Box textAlign="right" fontSize="body-s">
      {stale ? (
        <StatusIndicator type="warning">{texts.stale(time)}</StatusIndicator>
      ) : (
        <StatusIndicator type="success" colorOverride="grey">
          {texts.readAt(time)}
        </StatusIndicator>
      )}
    </Box>
  );
}
