import { useAction } from '../../../parts/use-action.ts';

/** Something done to a token of the user: what is known of the user, the lists and the pool is read again. */
export const useTokenAction = <I, O>(
  userId: string,
  action: (input: I) => Promise<O>,
  done?: (answer: O, input: I) => void,
  said?: (answer: O, input: I) => string,
) =>
  useAction(action, {
    refreshes: [['user', userId], ['users'], ['devices']],
    ...(done && { done }),
    ...(said && { said }),
  });
