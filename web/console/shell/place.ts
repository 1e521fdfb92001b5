import { useSyncExternalStore } from 'react';

/**
 * Where in the console the operator is: the part of the address behind `#`, which no server and no log ever sees. It
 * has a path and a query of its own: `#/users/ada/tokens`, `#/users?stage=expired`.
 */
const current = (): string => location.hash.replace(/^#?\/*/, '/');

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
    go(current().split('?', 1)[0] + (text && `?${text}`), { replace: true });
  };
  return [query, change];
}

/** The `href` of a place: href`/users/${userId}/tokens`. */
export function href(parts: TemplateStringsArray, ...names: readonly string[]): string {
  return `#${String.raw({ raw: parts }, ...names.map(encodeURIComponent))}`;
}
