import { inLanguage, language } from '../../../shared/language.ts';

export const twoFactorTexts = inLanguage({
  en: {
    title: 'Two-Factor Authentication',
    about: {
      settings: 'settings',
      overview: 'adoption overview',
      reset: 'enrollment resets',
    },
    tabs: { settings: 'Settings', overview: 'Overview', reset: 'Reset Enrollment' },
  },
  de: {
    title: 'Zwei-Faktor-Authentifizierung',
    about: {
      settings: 'Einstellungen',
      overview: 'Stand der Einführung',
      reset: 'Zurücksetzen von Einrichtungen',
    },
    tabs: { settings: 'Einstellungen', overview: 'Übersicht', reset: 'Einrichtung zurücksetzen' },
  },
});

type Tab = keyof typeof twoFactorTexts.about;

/** What the page is for, by the tabs that are offered. */
export function descriptionOf(offered: readonly Tab[]): string {
  const text = new Intl.ListFormat(language).format(offered.map((tab) => twoFactorTexts.about[tab]));
  return text && `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}
