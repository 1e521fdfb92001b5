import { language } from '../../shared/language.ts';

/** Of the languages that there are, only this visit's is loaded. */
const load = {
  en: () => import('./en.ts').then(({ en }) => en),
  de: () => import('./de.ts').then(({ de }) => de),
};

export const texts = await load[language]();
