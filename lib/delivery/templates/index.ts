import { type LanguageTag, languageTag } from '../texts.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Language } from './template.ts';

const languages: Readonly<Record<LanguageTag, Language>> = { en, de };

/** The language of a user, or English. */
export const languageOf = (preferred: string | undefined): Language => languages[languageTag(preferred)];
