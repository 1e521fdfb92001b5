import { partTexts } from '../texts.ts';
import { Time } from '../time.tsx';
import { eventDetails } from './details.ts';

/** What an event tells beside its type, line by line. */
export function EventDetails({ details }: { readonly details: Parameters<typeof eventDetails>[0] }) {
  const shown = eventDetails(details);
  if (shown.length === 0) return <>{partTexts.none}</>;
  return (
    <dl className="details">
      {shown.map(({ name, label, value, at }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>{at ? <Time at={at} /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
