import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNotify } from '../shell/notices.tsx';

interface Options<I, O> {
  /** What shows something else from now on, by the beginnings of its query keys. */
  readonly refreshes?: readonly QueryKey[];
  /** What is said when it has succeeded. */
  readonly said?: (answer: O, input: I) => string;
  /** Called when it has succeeded, after that. */
  readonly done?: (answer: O, input: I) => void;
}

/** Something the operator does: runs it, keeps what went wrong, and has the lists read again that it changes. */
export function useAction<I, O>(
  action: (input: I) => Promise<O>,
  { refreshes = [], said, done }: Options<I, O> = {},
) {
  const queries = useQueryClient();
  const notify = useNotify();
  // The second click of a double one comes before the button is drawn as busy.
  const running = useRef(false);
  const { mutate, isPending, error, reset } = useMutation<O, unknown, I>({
    mutationFn: action,
    onSettled: () => {
      running.current = false;
    },
    // An answer may hold what is shown once: none is kept after its screen.
    gcTime: 0,
    onSuccess: async (answer, input) => {
      // Awaited by nobody: the answer is there, the lists follow.
      for (const queryKey of refreshes) void queries.invalidateQueries({ queryKey });
      if (said) notify({ type: 'success', content: said(answer, input) });
      done?.(answer, input);
    },
  });
  const run = (input: I): void => {
    if (running.current) return;
    running.current = true;
    mutate(input);
  };
  return { run, busy: isPending, problem: error, clear: reset };
}
