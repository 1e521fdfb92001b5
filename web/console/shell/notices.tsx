import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { go } from './place.ts';
import { shellTexts } from './texts.ts';

interface Notice {
  readonly type: 'success' | 'info' | 'warning';
  readonly content: ReactNode;
  /** Where the operator goes on from here, if anywhere. */
  readonly next?: { readonly text: string; readonly to: string };
}

const NoticesContext = createContext<{
  shown: FlashbarProps.MessageDefinition[];
  add: (notice: Notice) => void;
}>({ shown: [], add: () => {} });

/** Successes go by themselves after this; what warns stays until it is closed. */
const shownMilliseconds = 8_000;

let count = 0;

/** What has just been done, said at the top of every screen and to screen readers. */
export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<FlashbarProps.MessageDefinition[]>([]);
  const add = useCallback(({ type, content, next }: Notice) => {
    const id = `notice-${++count}`;
    const dismiss = () => setShown((notices) => notices.filter((notice) => notice.id !== id));
    const notice: FlashbarProps.MessageDefinition = {
      id,
      type,
      content,
      dismissible: true,
      dismissLabel: shellTexts.close,
      onDismiss: dismiss,
      ...(next && { buttonText: next.text, onButtonClick: () => go(next.to) }),
    };
    setShown((notices) => [notice, ...notices].slice(0, 4));
    if (type !== 'warning') setTimeout(dismiss, shownMilliseconds);
  }, []);
  const value = useMemo(() => ({ shown, add }), [shown, add]);
  return <NoticesContext.Provider value={value}>{children}</NoticesContext.Provider>;
}

export function Notices() {
  return <Flashbar items={useContext(NoticesContext).shown} />;
}

/** Says what was done: `notify({ type: 'success', content: … })`. */
export const useNotify = () => useContext(NoticesContext).add;
