import type { Profile } from './user-state.ts';

/** Long enough to tell people apart, short enough for a key. */
const longest = 60;
/** A change of name deletes and writes them all, together with 20 roles, in one transaction of at most 100 writes. */
const most = 25;

/**
 * Text in the form for comparison: case and width do not matter. Upper case in the end, because lower case depends on
 * neighbouring letters: the sigma at the end of what was typed so far would differ from the one inside the name.
 */
const normalise = (text: string): string =>
  text.normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC');

/** The words of a text in the form for comparison. */
export function words(text: string): string[] {
  const all = normalise(text).split(/\s+/);
  return all.filter((word) => word !== '').map((word) => [...word].slice(0, longest).join(''));
}

/** The words that find a user: a search matches the beginning of any of them (3.11). */
export function searchTerms(profile: Profile): string[] {
  const texts = [
    profile.userId,
    profile.email,
    profile.familyName,
    profile.firstName,
    profile.externalId,
    profile.employeeNumber,
    profile.defaultUserId,
    profile.displayName,
  ];
  return [...new Set(texts.flatMap((text) => words(text ?? '')))].slice(0, most);
}

/** Whether every word of a query begins some word of the user. */
export function matches(profile: Profile, query: string): boolean {
  const terms = searchTerms(profile);
  return words(query).every((word) => terms.some((term) => term.startsWith(word)));
}

/** 3.11: whether the default user id starts with this text. */
export function matchesUserProfile({ defaultUserId = '' }: Profile, beginning: string): boolean {
  return words(defaultUserId).join(' ').startsWith(words(beginning).join(' '));
}
