import type { UserFilter } from '../../api/users.ts';

const names = ['query', 'userProfile', 'stage', 'class', 'totp', 'questions', 'mfa'] as const;

const holding = ['Y', 'N', 'S'];

/** Of filters that are chosen, not typed: what there is to choose. */
const choices: Readonly<Partial<Record<(typeof names)[number], readonly string[]>>> = {
  stage: ['not-required', 'not-enrolled', 'enrolled', 'expired'],
  totp: holding,
  questions: holding,
  mfa: holding,
};

/** The filter in an address. Unknown parts and values are ignored. */
export function filterOf(place: URLSearchParams): UserFilter {
  const given = names.flatMap((name) => {
    const value = place.get(name)?.trim();
    return value && (choices[name]?.includes(value) ?? true) ? [[name, value]] : [];
  });
  return Object.fromEntries(given);
}

/** What takes every filter out of the address. */
export const noFilter: Readonly<Record<string, undefined>> = Object.fromEntries(
  names.map((name) => [name, undefined]),
);
