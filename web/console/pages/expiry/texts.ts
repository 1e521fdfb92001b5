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
  description: 'Whose time to enroll runs out, and what the sweep does about it.',
  period: (duration: string) => `Users have ${duration} to enroll.`,
  policy: {
    disable: 'A run marks those whose time is over and disables their accounts.',
    mark: 'A run marks those whose time is over; their next sign-in attempt disables the account.',
  },
  never: {
    title: 'Enrollment never expires here',
    text: 'The enrollment period is not limited, so nobody is overdue and no run has anything to do.',
  },
  settings: 'Change the period',
  forecast: 'Forecast',
  windows,
  oldest: (duration: string) => `longest for ${duration}`,
  breaker: {
    title: 'The next run will refuse to work',
    text: (due: string, limit: string) =>
      `${due} users are overdue, and a run expires at most ${limit}. It changes nothing and raises an alarm.`,
    next: 'See first whether the enrollment period was shortened by mistake, and set it back. If all of them are intended, your administrator starts the function “expire” once with {"force": true}.',
  },
  runs: {
    title: 'Runs of the sweep',
    description: (limit: string, accounts: string) =>
      `With ${accounts} accounts a run refuses to work when more than ${limit} are due: so many at once are more likely a mistake than so many latecomers.`,
    last: (time: string) => `Last run: ${time}`,
    none: 'The sweep has not run yet.',
    quiet: 'nobody was due',
    empty: 'No run has found anybody due',
    emptyHint: 'Runs of the last 30 days that found somebody due are listed here.',
    columns: { at: 'Started', due: 'Due', expired: 'Expired', limit: 'Limit', result: 'Result' },
    done: 'Done',
    refused: 'Refused',
    stopped: 'Ran out of time; the next run goes on',
  },
  users: {
    title: 'Users who expire',
    description:
      'Send them a setup link, or call them. Who has expired already is put right by a reset and by enabling the account afterwards.',
    expired: 'Users who have expired already',
    columns: { name: 'Name', userId: 'User ID', email: 'Email', expiresAt: 'Enrollment expires' },
    window: 'Period',
    empty: 'Nobody in this period',
    emptyHint: 'Choose a longer period, or come back later.',
  },
  dryRun: {
    action: 'Dry run',
    title: 'What a run would do now',
    nothing: 'Nothing was changed.',
    idle: 'Nobody is overdue: a run would change nothing.',
    refuses: (due: string, limit: string) =>
      `It would refuse: ${due} users are due, and the limit is ${limit}.`,
    expires: (due: string) => `It would expire the enrollment of ${due === '1' ? '1 user' : `${due} users`}.`,
    first: (count: string) => `The first ${count} of them, the longest overdue first:`,
    columns: { user: 'User', expiredAt: 'Expired' },
    again: 'Ask again',
  },
};

const de: typeof en = {
  title: 'Ablauf',
  description: 'Wessen Zeit zum Einrichten endet, und was der Lauf dagegen tut.',
  period: (duration) => `Benutzer haben ${duration} Zeit zum Einrichten.`,
  policy: {
    disable: 'Ein Lauf vermerkt, wessen Zeit vorbei ist, und deaktiviert diese Konten.',
    mark: 'Ein Lauf vermerkt, wessen Zeit vorbei ist; erst der nächste Anmeldeversuch deaktiviert das Konto.',
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
    title: 'Der nächste Lauf wird sich weigern',
    text: (due, limit) =>
      `${due} Benutzer sind überfällig, und ein Lauf lässt höchstens ${limit} ablaufen. Er ändert nichts und schlägt Alarm.`,
    next: 'Prüfen Sie zuerst, ob die Frist versehentlich verkürzt wurde, und stellen Sie sie zurück. Sind wirklich alle gemeint, startet der Betreiber die Funktion „expire“ einmal mit {"force": true}.',
  },
  runs: {
    title: 'Läufe',
    description: (limit, accounts) =>
      `Bei ${accounts} Konten weigert sich ein Lauf, wenn mehr als ${limit} fällig sind: So viele auf einmal sind eher ein Versehen als so viele Säumige.`,
    last: (time) => `Letzter Lauf: ${time}`,
    none: 'Es gab noch keinen Lauf.',
    quiet: 'niemand war fällig',
    empty: 'Kein Lauf fand jemanden fällig',
    emptyHint: 'Hier stehen die Läufe der letzten 30 Tage, die jemanden fällig fanden.',
    columns: { at: 'Begonnen', due: 'Fällig', expired: 'Abgelaufen', limit: 'Grenze', result: 'Ergebnis' },
    done: 'Erledigt',
    refused: 'Geweigert',
    stopped: 'Zeit war um; der nächste Lauf macht weiter',
  },
  users: {
    title: 'Benutzer, die ablaufen',
    description:
      'Senden Sie ihnen einen Einrichtungslink, oder rufen Sie an. Bei schon Abgelaufenen hilft Zurücksetzen und danach das Aktivieren des Kontos.',
    expired: 'Schon abgelaufene Benutzer',
    columns: { name: 'Name', userId: 'Kennung', email: 'E-Mail', expiresAt: 'Einrichtung läuft ab' },
    window: 'Zeitraum',
    empty: 'Niemand in diesem Zeitraum',
    emptyHint: 'Wählen Sie einen längeren Zeitraum, oder schauen Sie später wieder herein.',
  },
  dryRun: {
    action: 'Probelauf',
    title: 'Was ein Lauf jetzt täte',
    nothing: 'Es wurde nichts geändert.',
    idle: 'Niemand ist überfällig: Ein Lauf würde nichts ändern.',
    refuses: (due, limit) => `Er würde sich weigern: ${due} Benutzer sind fällig, die Grenze ist ${limit}.`,
    expires: (due) =>
      `Er ließe die Einrichtung von ${due === '1' ? '1 Benutzer' : `${due} Benutzern`} ablaufen.`,
    first: (count) => `Die ersten ${count} davon, die längste Überfälligkeit zuerst:`,
    columns: { user: 'Benutzer', expiredAt: 'Abgelaufen' },
    again: 'Noch einmal fragen',
  },
};

export const expiryTexts = inLanguage({ en, de });
