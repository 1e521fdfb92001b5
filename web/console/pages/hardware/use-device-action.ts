import { useAction } from '../../parts/use-action.ts';
import { useNotify } from '../../shell/notices.tsx';

/** Something done to a device: said, and the pool and its users are read again. */
export function useDeviceAction<I>(
  action: (input: I) => Promise<unknown>,
  done: (input: I) => string,
  onClose: () => void,
) {
  const notify = useNotify();
  return useAction(action, {
    refreshes: [['hardware'], ['user'], ['users']],
    done: (_answer, input) => {
      notify({ type: 'success', content: done(input) });
      onClose();
    },
  });
}
