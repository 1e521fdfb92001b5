import { language } from '../../shared/language.ts';

/** Only the language of this visit is loaded. */
const load = {
  en: () => import('./en.ts').then(({ en }) => en),
  de: () => import('./de.ts').then(({ de }) => de),
};

export const texts = await load[language]();
