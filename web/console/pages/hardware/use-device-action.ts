import { useAction } from '../../parts/use-action.ts';

/** Something done to a device: said, and the pool and its users are read again. */
export const useDeviceAction = <I>(
  action: (input: I) => Promise<unknown>,
  said: (input: I) => string,
  onClose: () => void,
) =>
  useAction(action, {
    refreshes: [['devices'], ['user'], ['users']],
    said: (_answer, input) => said(input),
    done: onClose,
  });
