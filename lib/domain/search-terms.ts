import type { Profile } from './user-state.ts';

/** Long enough to tell people apart, short enough for a key. */
const longest = 60;

/** How text is compared: case and width do not matter. */
export const normalise = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** The words a user is found by: a search matches the beginning of any of them (3.11). */
export function searchTerms(profile: Profile): string[] {
  const texts = [
    profile.userId,
    profile.displayName,
    profile.email,
    profile.familyName,
    profile.firstName,
    profile.externalId,
    profile.employeeNumber,
  ];
  const words = texts.flatMap((text) => (text ? normalise(text).split(/\s+/) : []));
  return [
    ...new Set(words.filter((word) => word !== '').map((word) => [...word].slice(0, longest).join(''))),
  ];
}

/** Whether every word of a query begins some word of the user. */
export function matches(profile: Profile, query: string): boolean {
  const terms = searchTerms(profile);
  return normalise(query)
    .split(/\s+/)
    .every((word) => terms.some((term) => term.startsWith([...word].slice(0, longest).join(''))));
}
