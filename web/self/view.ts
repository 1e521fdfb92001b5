import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Api, Own } from './api.ts';
import { texts } from './texts/index.ts';

/** What the person does; nothing secret, because the browser's history holds it. */
export type View =
  | { readonly name: 'home'; readonly said?: string | undefined }
  | { readonly name: 'add' | 'codes' }
  | { readonly name: 'confirm' | 'remove'; readonly tokenId: string };

/** What every change works with. */
export interface Visit {
  readonly api: Api;
  readonly own: Own;
  /** Back to the overview, read again. */
  readonly done: (said?: string) => void;
  /** While true, leaving is asked about: codes are shown that are shown only once. */
  readonly guard: (unsaved: boolean) => void;
}

/** Where in the page the person is. The browser's back button leads from a change to the overview. */
export function useView() {
  const [view, setView] = useState<View>({ name: 'home' });
  const shown = useRef<View>(view);
  const unsaved = useRef(false);
  const said = useRef<string>(undefined);

  useEffect(() => {
    const follow = ({ state }: PopStateEvent) => {
      if (unsaved.current && !confirm(texts.codes.leave)) return history.pushState(shown.current, '');
      shown.current = state ?? { name: 'home', said: said.current };
      said.current = undefined;
      setView(shown.current);
    };
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);

  return {
    view,
    open(next: View) {
      history.pushState(next, '');
      shown.current = next;
      setView(next);
    },
    leave(what?: string) {
      said.current = what;
      history.back();
    },
    guard: useCallback((value: boolean) => {
      unsaved.current = value;
    }, []),
  };
}
