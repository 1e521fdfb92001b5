import { formatNumber } from '../../../shared/format.ts';
import { partTexts } from '../texts.ts';
import { Time } from '../time.tsx';
import { actorOf, type Detail, detailsOf } from './details.ts';
import { eventTexts } from './texts.ts';

/** What happened, in words; what this page does not know yet, as it is recorded. */
export const eventName = (type: string): string => eventTexts.types[type as 'user.created'] ?? type;

export function EventActor({ actor }: { readonly actor: string }) {
  const { kind, name } = actorOf(actor);
  return <>{`${eventTexts.actors[kind] ?? kind} ${name}`.trim()}</>;
}

export function EventDetails({
  details,
}: {
  readonly details: Readonly<Record<string, string | number | boolean>> | undefined;
}) {
  const shown = detailsOf(details);
  if (shown.length === 0) return <>{partTexts.none}</>;
  return (
    <dl className="details">
      {shown.map((detail) => (
        <div key={detail.name}>
          <dt>{eventTexts.details[detail.name] ?? detail.name}</dt>
          <dd>
            <Value detail={detail} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ detail: { value, kind } }: { readonly detail: Detail }) {
  if (kind === 'time') return <Time at={String(value)} />;
  if (typeof value === 'boolean') return <>{value ? partTexts.yes : partTexts.no}</>;
  return <>{typeof value === 'number' ? formatNumber(value) : value}</>;
}
