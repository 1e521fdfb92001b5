import { inLanguage } from '../../../shared/language.ts';

export const twoFactorTexts = inLanguage({
  en: {
    title: 'Two-Factor Authentication',
    description:
      'How sign-ins are verified here, how far everybody has come, and a fresh start for one person.',
    tabs: { settings: 'Settings', overview: 'Overview', reset: 'Reset Enrollment' },
  },
  de: {
    title: 'Zwei-Faktor-Authentifizierung',
    description:
      'Wie Anmeldungen hier geprüft werden, wie weit alle damit sind, und ein neuer Anfang für eine Person.',
    tabs: { settings: 'Einstellungen', overview: 'Übersicht', reset: 'Einrichtung zurücksetzen' },
  },
});
