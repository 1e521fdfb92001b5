import { inLanguage } from '../../../../shared/language.ts';

export const personTabTexts = inLanguage({
  en: {
    save: 'Save changes',
    discard: 'Discard changes',
    saved: (name: string) => `${name} was saved.`,
    emptied: 'Fields that you empty are cleared.',
    updatedUsed: 'Last update / used',
  },
  de: {
    save: 'Änderungen speichern',
    discard: 'Änderungen verwerfen',
    saved: (name: string) => `${name} wurde gespeichert.`,
    emptied: 'Felder, die Sie leeren, werden gelöscht.',
    updatedUsed: 'Zuletzt geändert / benutzt',
  },
});
