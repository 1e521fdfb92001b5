import { useSyncExternalStore } from 'react';
import { useParams } from 'wouter';
import { decodeName } from './place-names.ts';

/**
 * Where in the console the operator is: the part of the address behind `#`, which no server and no log ever sees. It
 * has a path and a query of its own: `#/users/ada/tokens`, `#/users?stage=expired`.
 */
const addressed = (): string => location.hash.replace(/^#?\/*/, '/');

/** Where the operator stays, whatever the address says, while something unsaved holds them. */
let held: string | undefined;

const current = (): string => held ?? addressed();

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

const usePlace = (part: 0 | 1): string =>
  useSyncExternalStore(subscribe, () => current().split('?', 2)[part] ?? '');

/** Goes to a place of the console. `replace` leaves no step for the back button. */
export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (!replace) {
    location.hash = to;
    return;
  }
  history.replaceState(null, '', `#${to}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

const pathOf = (place: string): string => place.split('?', 1)[0] ?? '';

/**
 * Keeps the operator on this screen: because a step to another one would lose what is not saved, it is taken back and
 * asked about first. Leaving the console altogether is asked about by the browser.
 *
 * @param ask called with where they wanted to go
 * @returns what lets go
 */
export function hold(ask: (to: string) => void): () => void {
  held = addressed();
  const stay = (event: Event): void => {
    const to = addressed();
    if (pathOf(to) === pathOf(current())) {
      held = to;
      return;
    }
    event.stopImmediatePropagation();
    history.replaceState(null, '', `#${held}`);
    ask(to);
  };
  const warn = (event: Event): void => event.preventDefault();
  addEventListener('hashchange', stay, { capture: true });
  addEventListener('beforeunload', warn);
  return () => {
    held = undefined;
    removeEventListener('hashchange', stay, { capture: true });
    removeEventListener('beforeunload', warn);
  };
}

/** For wouter's `Router`. */
export const usePath = (): [string, typeof go] => [usePlace(0), go];

/** The query of the place, and how to change it: members that are `undefined` or empty leave it. */
export function usePlaceQuery(): [
  URLSearchParams,
  (change: Readonly<Record<string, string | undefined>>) => void,
] {
  const query = new URLSearchParams(usePlace(1));
  const change = (members: Readonly<Record<string, string | undefined>>): void => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(members)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    go(pathOf(current()) + (text && `?${text}`), { replace: true });
  };
  return [query, change];
}

/** The `href` of a place: href`/users/${userId}/tokens`. */
export function href(parts: TemplateStringsArray, ...names: readonly string[]): string {
  return `#${String.raw({ raw: parts }, ...names.map(encodeURIComponent))}`;
}

/** The names in the place that the screen's pattern asks for, as they were given to {@link href}. */
export function usePlaceNames<T extends string>(): { readonly [N in T]?: string } {
  // A part that the pattern leaves open is there without a value.
  const names = Object.entries(useParams<Record<string, string | undefined>>()).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, decodeName(value)]],
  );
  return Object.fromEntries(names) as { [N in T]?: string };
}
