import { useQuery } from '@tanstack/react-query';
import { listClasses } from '../../api/classes.ts';
import type { Page } from '../../api/client.ts';
import { listRoles } from '../../api/roles.ts';
import { useOperator } from '../../shell/operator.tsx';

/** Every organisation has these. */
const builtInClasses = ['*DFT', '*NEVER'];

const namesOf = ({ items }: Page<{ readonly name: string }>): string[] => items.map(({ name }) => name);

/** The classes a person may be in; without the privilege to see them all, those that are always there. */
export function useClassNames(current?: string): readonly string[] {
  const { may } = useOperator();
  const { data = builtInClasses } = useQuery({
    queryKey: ['classes'],
    queryFn: listClasses,
    select: namesOf,
    enabled: may('directory:read'),
  });
  return withCurrent(data, current === undefined ? [] : [current]);
}

/** The roles a person may hold, with those that this one holds. */
export function useRoleNames(current: readonly string[]): readonly string[] {
  const { may } = useOperator();
  const { data = [] } = useQuery({
    queryKey: ['roles'],
    queryFn: listRoles,
    select: namesOf,
    enabled: may('directory:read'),
  });
  return withCurrent(data, current);
}

const withCurrent = (known: readonly string[], current: readonly string[]): readonly string[] => [
  ...known,
  ...current.filter((name) => !known.includes(name)),
];
