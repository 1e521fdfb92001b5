import type { UserFilter } from '../../api/users.ts';

const names = ['query', 'userProfile', 'stage', 'class', 'totp', 'questions', 'mfa'] as const;

/** The filter that stands in an address. What else stands there is none of ours. */
export function filterOf(place: URLSearchParams): UserFilter {
  const given = names.flatMap((name) => {
    const value = place.get(name)?.trim();
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries(given);
}

/** What takes every filter out of the address. */
export const noFilter: Readonly<Record<string, undefined>> = Object.fromEntries(
  names.map((name) => [name, undefined]),
);
