import { formatDay, formatTime } from '../../shared/format.ts';
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

/** A day of the API; hovering shows the moment as the API says it. */
export function Day({ at }: { readonly at: string | null | undefined }) {
  if (!at) return <>{partTexts.none}</>;
  return (
    <time dateTime={at} title={at}>
      {formatDay(at)}
    </time>
  );
}
