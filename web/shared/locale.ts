/**
 * The visitor's own way to write the page's language, `en-GB` rather than `en`, of the tags that their browser names.
 * Some browsers name what is no language tag (`en-US@posix`), and formatting by that would fail.
 */
export function localeOf(language: string, tags: readonly string[]): string {
  return tags.find((tag) => tag.startsWith(language) && isLocale(tag)) ?? language;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
