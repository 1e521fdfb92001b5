import { formatTime } from '../../shared/format.ts';
import { partTexts } from './texts.ts';

/** A time of the API in the viewer's zone; hovering shows it as the API says it. */
export function Time({
  at,
  otherwise = partTexts.none,
}: {
  readonly at: string | null | undefined;
  readonly otherwise?: string;
}) {
  if (!at) return <>{otherwise}</>;
  return (
    <time dateTime={at} title={at}>
      {formatTime(at)}
    </time>
  );
}
