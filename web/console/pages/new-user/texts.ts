import { inLanguage } from '../../../shared/language.ts';

export const newUserTexts = inLanguage({
  en: {
    title: 'Add user',
    description: 'The user enrolls at the first sign-in, or with a setup link that you send.',
    create: 'Create user',
    created: (name: string) => `${name} was created.`,
  },
  de: {
    title: 'Benutzer anlegen',
    description:
      'Die Einrichtung des zweiten Faktors beginnt mit der ersten Anmeldung oder mit einem Einrichtungslink, den Sie senden.',
    create: 'Benutzer anlegen',
    created: (name: string) => `${name} wurde angelegt.`,
  },
});
