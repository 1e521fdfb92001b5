import type { en } from './texts.en.ts';

export const de: typeof en = {
  groups: {
    enrollment: 'Einrichtung',
    verification: 'Prüfung',
    codes: 'Codes',
    backupCodes: 'Notfallcodes',
    links: 'Einrichtungslinks',
    display: 'Anzeige',
  },
  settings: {
    issuer: {
      label: 'Name des Ausstellers',
      hint: 'Steht in Authenticator-Apps neben dem Konto und in Nachrichten.',
    },
    enrollmentPeriodSeconds: {
      label: 'Einrichtungsfrist',
      hint: 'So lange hat ein Benutzer Zeit, gerechnet ab Konto, Verpflichtung oder Zurücksetzen.',
      off: 'Läuft nie ab',
    },
    expiredAccounts: { label: 'Abgelaufene Einrichtungen', hint: 'Was nach Ende der Frist geschieht.' },
    maximumInvalidAttempts: {
      label: 'Höchstzahl falscher Versuche',
      hint: 'Nach so vielen falschen Codes ist diese Anmeldung gesperrt. Eine neue zählt von null.',
    },
    verificationSeconds: {
      label: 'Zeit für eine Anmeldung',
      hint: 'So lange bleibt eine begonnene Prüfung offen.',
    },
    recentVerificationSeconds: {
      label: 'Gerät merken',
      hint: 'Dieselbe Person wird auf demselben Gerät so lange nicht erneut gefragt.',
      off: 'Jedes Mal fragen',
    },
    longestBypassSeconds: {
      label: 'Längste Ausnahme',
      hint: 'So lange darf ein Operator jemanden ohne zweiten Faktor einlassen.',
      off: 'Keine Ausnahmen',
    },
    totpWindow: {
      label: 'Abweichung der Uhr',
      hint: 'Um so viele Schritte von 30 Sekunden darf die Uhr der App vor- oder nachgehen.',
    },
    otpLength: { label: 'Länge gesendeter Codes', hint: 'Ziffern eines Codes per Mail oder SMS.' },
    otpSeconds: { label: 'Gesendete Codes gelten', hint: 'Danach muss ein neuer gesendet werden.' },
    resendSeconds: { label: 'Pause zwischen Codes', hint: 'Vor dem zweiten; das Doppelte vor dem dritten.' },
    backupCodeCount: { label: 'Notfallcodes je Satz', hint: '0: Niemand bekommt Notfallcodes.' },
    backupCodesLow: { label: 'Wenige übrig ab', hint: 'Die Übersicht nennt, wer so viele oder weniger hat.' },
    setupLinkSeconds: {
      label: 'Einrichtungslinks gelten',
      hint: 'Sofern nicht vorher benutzt oder ersetzt.',
    },
    setupLinkProof: { label: 'PIN für Einrichtungslinks', hint: 'Was ein Link außer dem Öffnen verlangt.' },
    secretDisplay: {
      label: 'Schlüssel und Codes erneut zeigen',
      hint: 'Jede Anzeige steht im Protokoll, und der Benutzer erfährt davon.',
    },
  },
  choices: {
    expiredAccounts: {
      disable: {
        label: 'Konto deaktivieren',
        hint: 'Der nächste Lauf vermerkt den Ablauf und deaktiviert das Konto.',
      },
      mark: { label: 'Nur vermerken', hint: 'Erst der nächste Anmeldeversuch deaktiviert das Konto.' },
    },
    setupLinkProof: {
      none: { label: 'Nur wo ein Operator sie will', hint: 'Wer die Mail öffnet, kann einrichten.' },
      pin: { label: 'Immer', hint: 'Der Operator übergibt eine PIN auf anderem Weg.' },
    },
    secretDisplay: {
      never: { label: 'Nie', hint: 'Einmal beim Erzeugen, danach nicht mehr.' },
      pending: { label: 'Bis der erste Code bestätigt', hint: 'Aktive Schlüssel bleiben verborgen.' },
      privileged: { label: 'Für Operatoren mit Berechtigung', hint: 'Auch aktive Schlüssel und Codes.' },
    },
  },
  units: { days: 'Tage', hours: 'Stunden', minutes: 'Minuten', seconds: 'Sekunden' },
  faults: {
    empty: 'Geben Sie etwas ein.',
    'not-a-number': 'Geben Sie eine ganze Zahl von Sekunden ein, in beliebiger Einheit.',
  },
  notWhole: 'Geben Sie eine ganze Zahl ein.',
  outOfRange: (range) => `Erlaubt ist ${range}.`,
  unit: 'Einheit',
  range: (least, most) => `${least} bis ${most}`,
  orOff: (range, off) => `${range} oder „${off}“`,
  exactly: (seconds) => `genau ${seconds} Sekunden`,
  readOnly: 'Sie dürfen diese Einstellungen sehen. Ändern kann sie ein Administrator.',
  bar: 'Ungespeicherte Änderungen',
  unsaved: (count) => (count === 1 ? '1 ungespeicherte Änderung' : `${count} ungespeicherte Änderungen`),
  unsafe: (count) =>
    count === 1 ? '1 Wert lässt sich nicht speichern' : `${count} Werte lassen sich nicht speichern`,
  discard: 'Verwerfen',
  review: 'Prüfen und speichern',
  dialog: {
    title: 'Diese Änderungen speichern?',
    text: 'Änderungen wirken innerhalb von 5 Sekunden.',
    save: 'Speichern',
    from: 'Bisher',
    to: 'Neu',
    users: 'Betroffene Benutzer',
    atLeast: (count) => `mindestens ${count}`,
    expiring: 'Sofort abgelaufen',
    meanwhile:
      'Jemand hat dies geändert, während Sie es bearbeitet haben. „Bisher“ zeigt die gespeicherten Werte.',
  },
  saved: 'Die Einstellungen sind gespeichert.',
  nothing: 'Nichts zu speichern: Diese Werte sind schon gespeichert.',
};
