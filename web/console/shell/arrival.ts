import { useEffect, useRef } from 'react';

let shownAt: string | undefined;
let moved = false;

/**
 * Where one screen follows another, the focus goes to its heading: what had it is gone with the screen before. Not
 * where the console opens, and not where something that stands has it.
 *
 * @returns for what holds the screen's first heading
 */
export function useArrival<T extends HTMLElement>() {
  const around = useRef<T>(null);
  useEffect(() => {
    const place = location.hash.split('?', 1)[0];
    moved ||= shownAt !== undefined && shownAt !== place;
    shownAt = place;
    const heading = around.current?.querySelector('h1');
    if (!moved || !heading || isInUse(document.activeElement)) return;
    heading.tabIndex = -1;
    heading.focus();
  }, []);
  return around;
}

const isInUse = (focused: Element | null): boolean =>
  focused?.closest('[role=dialog]') != null || focused?.parentElement?.closest('main') != null;
