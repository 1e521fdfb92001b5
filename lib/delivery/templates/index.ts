import { de } from './de.ts';
import { en } from './en.ts';
import type { Language } from './template.ts';

const languages: readonly Language[] = [en, de];

/** Seed 003 writes languages in three letters. */
const threeLetters: Readonly<Record<string, string>> = { eng: 'en', ger: 'de', deu: 'de' };

/** The language of a user, or English. */
export function languageOf(preferred: string | undefined): Language {
  const [primary = ''] = (preferred ?? '').toLowerCase().split('-');
  const tag = threeLetters[primary] ?? primary;
  return languages.find((language) => language.tag === tag) ?? en;
}
