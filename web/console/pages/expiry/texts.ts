import { inLanguage } from '../../../shared/language.ts';
import type { Window } from './windows.ts';

const windows: Record<Window, string> = {
  '0': 'Overdue',
  '24': 'Within 24 hours',
  '72': 'Within 3 days',
  '168': 'Within 7 days',
};

const en = {
  title: 'Expiry',
  description: 'Enrollment deadlines and automatic expiry.',
  period: (duration: string) => `Users have ${duration} to enroll.`,
  policy: {
    disable: 'A run marks overdue users and disables their accounts.',
    mark: 'A run marks overdue users. Their next sign-in attempt disables the account.',
  },
  never: {
    title: 'Enrollment never expires',
    text: 'The enrollment period is unlimited, so no user is overdue.',
  },
  settings: 'Change the period',
  forecast: 'Forecast',
  windows,
  oldest: (duration: string) => `longest for ${duration}`,
  breaker: {
    title: 'The next run will be blocked',
    text: (due: string, limit: string) =>
      `${due} users are overdue, and a run expires at most ${limit}. The run will change nothing and raise an alarm.`,
    next: 'Check first whether the enrollment period was shortened by mistake, and restore it. If this is intended, an administrator starts the function “expire” once with {"force": true}.',
  },
  runs: {
    title: 'Expiry runs',
    description: (limit: string, accounts: string) =>
      `With ${accounts} accounts a run is blocked when more than ${limit} are due. This protects against an accidental mass expiry.`,
    last: (time: string) => `Last run: ${time}`,
    none: 'No run yet.',
    quiet: 'no users were due',
    empty: 'No runs with expired users',
    emptyHint: 'This list shows runs of the last 30 days that found overdue users.',
    columns: { at: 'Started', due: 'Due', expired: 'Expired', limit: 'Limit', result: 'Result' },
    done: 'Done',
    refused: 'Blocked',
    stopped: 'Ran out of time; the next run continues',
  },
  users: {
    title: 'Expiring users',
    description:
      'Send these users a setup link, or call them. To restore an expired user, reset the enrollment, then enable the account.',
    expired: 'Expired users',
    columns: { name: 'Name', userId: 'User ID', email: 'Email', expiresAt: 'Enrollment expires' },
    window: 'Period',
    empty: 'No users in this period',
    emptyHint: 'Choose a longer period, or come back later.',
  },
  dryRun: {
    action: 'Dry run',
    title: 'What a run would do now',
    nothing: 'Nothing was changed.',
    idle: 'No users are overdue. A run would change nothing.',
    refuses: (due: string, limit: string) =>
      `The run would be blocked: ${due} users are due, and the limit is ${limit}.`,
    expires: (due: string) => `It would expire the enrollment of ${due === '1' ? '1 user' : `${due} users`}.`,
    first: (count: string) => `The first ${count} of them, the longest overdue first:`,
    columns: { user: 'User', expiredAt: 'Expired' },
    again: 'Refresh',
  },
};

const de: typeof en = {
  title: 'Ablauf',
  description: 'Fristen für die Einrichtung und automatischer Ablauf.',
  period: (duration) => `Benutzer haben ${duration} Zeit zum Einrichten.`,
  policy: {
    disable: 'Ein Lauf markiert überfällige Benutzer und deaktiviert ihre Konten.',
    mark: 'Ein Lauf markiert überfällige Benutzer. Erst ihr nächster Anmeldeversuch deaktiviert das Konto.',
  },
  never: {
    title: 'Hier läuft keine Einrichtung ab',
    text: 'Die Einrichtungsfrist ist nicht begrenzt. Niemand ist überfällig, und kein Lauf hat etwas zu tun.',
  },
  settings: 'Frist ändern',
  forecast: 'Vorschau',
  windows: {
    '0': 'Überfällig',
    '24': 'Innerhalb von 24 Stunden',
    '72': 'Innerhalb von 3 Tagen',
    '168': 'Innerhalb von 7 Tagen',
  },
  oldest: (duration) => `am längsten seit ${duration}`,
  breaker: {
    title: 'Der nächste Lauf wird blockiert',
    text: (due, limit) =>
      `${due} Benutzer sind überfällig, und ein Lauf lässt höchstens ${limit} ablaufen. Er ändert nichts und schlägt Alarm.`,
    next: 'Prüfen Sie zuerst, ob die Frist versehentlich verkürzt wurde, und stellen Sie sie zurück. Ist der Ablauf gewollt, startet ein Administrator die Funktion „expire“ einmal mit {"force": true}.',
  },
  runs: {
    title: 'Läufe',
    description: (limit, accounts) =>
      `Bei ${accounts} Konten wird ein Lauf blockiert, wenn mehr als ${limit} fällig sind. Das schützt vor einem versehentlichen Massenablauf.`,
    last: (time) => `Letzter Lauf: ${time}`,
    none: 'Es gab noch keinen Lauf.',
    quiet: 'keine Benutzer fällig',
    empty: 'Keine Läufe mit abgelaufenen Konten',
    emptyHint: 'Diese Liste zeigt Läufe der letzten 30 Tage mit überfälligen Benutzern.',
    columns: { at: 'Begonnen', due: 'Fällig', expired: 'Abgelaufen', limit: 'Grenze', result: 'Ergebnis' },
    done: 'Erledigt',
    refused: 'Blockiert',
    stopped: 'Zeit war um; der nächste Lauf macht weiter',
  },
  users: {
    title: 'Ablaufende Einrichtungen',
    description:
      'Senden Sie diesen Benutzern einen Einrichtungslink, oder rufen Sie an. Bei abgelaufenen Einrichtungen: erst zurücksetzen, dann das Konto aktivieren.',
    expired: 'Abgelaufene Benutzer',
    columns: { name: 'Name', userId: 'Kennung', email: 'E-Mail', expiresAt: 'Einrichtung läuft ab' },
    window: 'Zeitraum',
    empty: 'Keine Benutzer in diesem Zeitraum',
    emptyHint: 'Wählen Sie einen längeren Zeitraum, oder schauen Sie später wieder herein.',
  },
  dryRun: {
    action: 'Probelauf',
    title: 'Was ein Lauf jetzt täte',
    nothing: 'Es wurde nichts geändert.',
    idle: 'Niemand ist überfällig: Ein Lauf würde nichts ändern.',
    refuses: (due, limit) =>
      `Der Lauf würde blockiert: ${due} Benutzer sind fällig, die Grenze ist ${limit}.`,
    expires: (due) =>
      `Er ließe die Einrichtung von ${due === '1' ? '1 Benutzer' : `${due} Benutzern`} ablaufen.`,
    first: (count) => `Die ersten ${count} davon, die längste Überfälligkeit zuerst:`,
    columns: { user: 'Benutzer', expiredAt: 'Abgelaufen' },
    again: 'Aktualisieren',
  },
};

export const expiryTexts = inLanguage({ en, de });
