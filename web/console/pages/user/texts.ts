import { inLanguage } from '../../../shared/language.ts';

export const userTexts = inLanguage({
  en: {
    tabs: { status: 'Status', person: 'Person', tokens: 'Tokens', totp: 'TOTP', events: 'Events' },
    actions: 'Actions',
    action: {
      'restore-access': 'Restore access',
      'send-setup-link': 'Send setup link',
      enable: 'Enable account',
      disable: 'Disable account',
      reset: 'Reset enrollment',
      'lost-token': 'Issue code for a lost token',
      'end-lost-token': 'End code for a lost token',
      bypass: 'Grant bypass',
      'end-bypass': 'End bypass',
      rename: 'Rename',
      copy: 'Copy',
      delete: 'Delete',
    },
    groups: { access: 'Access', exceptions: 'Exceptions', person: 'Person' },
  },
  de: {
    tabs: { status: 'Status', person: 'Person', tokens: 'Token', totp: 'TOTP', events: 'Ereignisse' },
    actions: 'Aktionen',
    action: {
      'restore-access': 'Zugang wiederherstellen',
      'send-setup-link': 'Einrichtungslink senden',
      enable: 'Konto aktivieren',
      disable: 'Konto deaktivieren',
      reset: 'Einrichtung zurücksetzen',
      'lost-token': 'Code für verlorenes Token ausgeben',
      'end-lost-token': 'Code für verlorenes Token beenden',
      bypass: 'Ausnahme gewähren',
      'end-bypass': 'Ausnahme beenden',
      rename: 'Umbenennen',
      copy: 'Kopieren',
      delete: 'Löschen',
    },
    groups: { access: 'Zugang', exceptions: 'Ausnahmen', person: 'Person' },
  },
});
