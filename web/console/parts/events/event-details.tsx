import { useQuery } from '@tanstack/react-query';
import { listTokenTypes } from '../../api/token-types.ts';
import { useOperator } from '../../shell/operator.tsx';
import { partTexts } from '../texts.ts';
import { Time } from '../time.tsx';
import { eventDetails } from './details.ts';

/** What an event tells beside its type, line by line. */
export function EventDetails({ details }: { readonly details: Parameters<typeof eventDetails>[0] }) {
  const typeNames = useTypeNames();
  const shown = eventDetails(details, typeNames);
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

/** Asked once for all events that are shown. */
function useTypeNames(): Readonly<Record<string, string>> {
  const { may } = useOperator();
  const { data } = useQuery({
    queryKey: ['token-types'],
    queryFn: listTokenTypes,
    enabled: may('directory:read'),
    staleTime: 60_000,
  });
  return Object.fromEntries((data?.items ?? []).map(({ type, name }) => [type, name]));
}
