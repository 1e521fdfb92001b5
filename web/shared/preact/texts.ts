import { inLanguage } from '../language.ts';

/** What the setup page and a person's own page say in the same words. */
export const pageTexts = inLanguage({
  en: {
    account: 'Account',
    problems: {
      code: 'This code is wrong. Enter the code that the app shows now. If it keeps failing, set the clock of your phone to automatic.',
      attempts: (count: number) => (count === 1 ? 'One attempt is left.' : `${count} attempts are left.`),
      wait: (time: string) => `Too many attempts. Please try again in ${time}.`,
      waitUnknown: 'Too many attempts. Please try again later.',
      offline: 'No connection. Nothing is lost: check your network and try again.',
      disabled: 'Your account is disabled. Contact your help desk.',
      other: 'That did not work. Please try again in a moment.',
      reference: (id: string) => `If it keeps failing, tell your help desk this reference: ${id}`,
    },
  },
  de: {
    account: 'Konto',
    problems: {
      code: 'Dieser Code stimmt nicht. Geben Sie den ein, den die App jetzt anzeigt. Klappt es weiterhin nicht, stellen Sie die Uhr Ihres Telefons auf automatisch.',
      attempts: (count: number) => (count === 1 ? 'Ein Versuch bleibt.' : `${count} Versuche bleiben.`),
      wait: (time: string) => `Zu viele Versuche. Nächster Versuch möglich in: ${time}.`,
      waitUnknown: 'Zu viele Versuche. Bitte versuchen Sie es später noch einmal.',
      offline:
        'Keine Verbindung. Es ist nichts verloren: Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.',
      disabled: 'Ihr Konto ist deaktiviert. Wenden Sie sich an Ihren Helpdesk.',
      other: 'Das hat nicht geklappt. Bitte versuchen Sie es gleich noch einmal.',
      reference: (id: string) => `Klappt es weiterhin nicht, nennen Sie Ihrem Helpdesk diese Nummer: ${id}`,
    },
  },
});
