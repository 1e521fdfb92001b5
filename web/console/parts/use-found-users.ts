import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { listUsers } from '../api/users.ts';
import { useSettled } from './use-settled.ts';

/** As many as are offered at a time; who is not among them is found by typing more. */
const offered = 10;

/**
 * Users by what is typed: the beginning of a name, an id or an address.
 *
 * @param wanted whether anybody is looked for
 */
export function useFoundUsers(typed: string, wanted = true) {
  const query = useSettled(typed.trim());
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['users', { query }, 'found'],
    queryFn: () => listUsers({ query }, undefined, offered),
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
  return {
    users: data?.items,
    more: data?.nextCursor !== undefined,
    waiting: isFetching || query !== typed.trim(),
    problem: error,
    again: () => void refetch(),
  };
}
