/** The languages of the pages. A new one is an entry here; every text then misses it until it is translated. */
export const languages = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof languages;

const choiceKey = 'countersign.language';

const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag);

/** The language that the person chose here, else the first available one of their browser's. */
export const language: Language =
  [chosen(), ...navigator.languages].map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';

function chosen(): string {
  try {
    return localStorage.getItem(choiceKey) ?? '';
  } catch {
    // A browser that lets pages keep nothing.
    return '';
  }
}

/** Kept on this device; the page is loaded again in that language. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(choiceKey, chosen);
  location.reload();
}

/** The texts of one part of a page, in the language of this visit. */
export function inLanguage<T>(texts: Readonly<Record<Language, T>>): T {
  return texts[language];
}
