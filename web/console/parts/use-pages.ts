import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '../api/client.ts';

/**
 * A list that the service hands out page by page. It knows only the next page, so the way back is remembered here;
 * a list for another question (another `key`) starts at its first page.
 */
export function usePages<T>(key: QueryKey, read: (cursor: string | undefined) => Promise<Page<T>>) {
  const question = JSON.stringify(key);
  const [way, setWay] = useState<{ question: string; cursors: readonly string[] }>({ question, cursors: [] });
  const cursors = way.question === question ? way.cursors : [];
  const cursor = cursors.at(-1);
  const { data, error, isFetching, isPending, refetch } = useQuery({
    queryKey: [...key, 'page', cursor],
    queryFn: () => read(cursor),
    placeholderData: keepPreviousData,
  });
  const next = data?.nextCursor;
  // The page after this one, or one of those before.
  const goTo = (page: number): void => {
    const reached = next === undefined ? cursors : [...cursors, next];
    setWay({ question, cursors: reached.slice(0, page - 1) });
  };
  return {
    items: data?.items ?? [],
    problem: error,
    loading: isPending,
    refreshing: isFetching,
    refresh: () => void refetch(),
    nextPage: () => goTo(cursors.length + 2),
    /** For Cloudscape's `Pagination`. */
    pagination: {
      currentPageIndex: cursors.length + 1,
      pagesCount: cursors.length + (next ? 2 : 1),
      openEnd: next !== undefined,
      onChange: ({ detail }: { detail: { currentPageIndex: number } }) => goTo(detail.currentPageIndex),
    },
  };
}

export type Pages<T> = ReturnType<typeof usePages<T>>;
