import { inLanguage } from '../../../../shared/language.ts';

export const resetTexts = inLanguage({
  en: {
    title: 'Reset User Enrollment',
    hint: "Remove a user's authenticator app enrollment and backup codes. Use this when a user loses access to their authenticator app.",
    verify: {
      title: 'Verify the identity of the person first',
      text: 'Do it through a separate channel: by phone, in a video call, or with a ticket that their manager approved. After a reset whoever signs in next as this user sets up a new authenticator, so the request must come from someone you trust.',
    },
    user: 'User',
    search: 'Search by name, id or address',
    more: 'There are more. Type more of the name, id or address.',
    noMatch: 'No user matches. Search compares the beginning of each word.',
    use: (text: string) => `Search “${text}”`,
    reset: 'Reset',
    person: {
      userId: 'User ID',
      email: 'Email',
      stage: 'Two-factor status',
      account: 'Account',
      enrolledAt: 'Enrolled',
      codes: 'Backup codes remaining',
    },
    disabled:
      'The account is disabled and stays disabled after a reset. Reset first, then enable the account on the user’s screen.',
    nothing: 'Nothing is enrolled. A reset only starts a new enrollment period.',
    dialog: {
      title: 'Reset User Enrollment?',
      text: "This will remove the user's authenticator app enrollment and all backup codes. The user will need to enroll again.",
    },
    done: (name: string) => `${name}: the user's two-factor enrollment has been reset.`,
    after: {
      title: (name: string) => `Next steps for ${name}`,
      removed: (tokens: number, codes: number) =>
        `Removed: ${tokens === 1 ? '1 authenticator' : `${tokens} authenticators`} and ${codes === 1 ? '1 backup code' : `${codes} backup codes`}. They no longer work.`,
      next: 'The user will enroll at the next sign-in and get new backup codes.',
      until: 'Deadline',
      unlimited: 'The enrollment period is not limited.',
      lockout:
        'A sign-in that is locked after too many wrong codes stays locked. Start a new sign-in; the attempt counter resets.',
      open: 'Open the user',
    },
  },
  de: {
    title: 'Einrichtung eines Benutzers zurücksetzen',
    hint: 'Entfernt die Authenticator-App und die Notfallcodes eines Benutzers. Für Benutzer, die keinen Zugang mehr zu ihrer Authenticator-App haben.',
    verify: {
      title: 'Zuerst die Identität der Person prüfen',
      text: 'Auf einem anderen Weg: am Telefon, in einem Videoanruf oder mit einem Ticket, das die Führungskraft bestätigt hat. Nach dem Zurücksetzen richtet ein, wer sich als Nächstes mit diesem Namen anmeldet. Die Bitte muss deshalb von jemandem kommen, dem Sie vertrauen.',
    },
    user: 'Benutzer',
    search: 'Nach Name, Kennung oder Adresse suchen',
    more: 'Es gibt mehr. Mehr von Name, Kennung oder Adresse eingeben.',
    noMatch: 'Kein Benutzer passt. Gesucht wird am Anfang jedes Wortes.',
    use: (text: string) => `Nach „${text}“ suchen`,
    reset: 'Zurücksetzen',
    person: {
      userId: 'Kennung',
      email: 'E-Mail',
      stage: 'Zwei-Faktor-Status',
      account: 'Konto',
      enrolledAt: 'Eingerichtet',
      codes: 'Verbleibende Notfallcodes',
    },
    disabled:
      'Das Konto ist deaktiviert und bleibt es auch danach. Erst zurücksetzen, dann das Konto in der Ansicht des Benutzers aktivieren.',
    nothing: 'Hier ist nichts eingerichtet. Ein Zurücksetzen beginnt nur eine neue Einrichtungsfrist.',
    dialog: {
      title: 'Einrichtung des Benutzers zurücksetzen?',
      text: 'Damit werden die Authenticator-App und alle Notfallcodes des Benutzers entfernt. Der Benutzer muss sie neu einrichten.',
    },
    done: (name: string) => `${name}: Die Zwei-Faktor-Einrichtung wurde zurückgesetzt.`,
    after: {
      title: (name: string) => `Wie es für ${name} weitergeht`,
      removed: (tokens: number, codes: number) =>
        `Entfernt: ${tokens === 1 ? '1 Authenticator' : `${tokens} Authenticatoren`} und ${codes === 1 ? '1 Notfallcode' : `${codes} Notfallcodes`}. Sie werden ab jetzt abgelehnt.`,
      next: 'Die nächste Anmeldung führt durch eine neue Einrichtung und gibt neue Notfallcodes aus.',
      until: 'Frist',
      unlimited: 'Die Einrichtungsfrist ist nicht begrenzt.',
      lockout:
        'Eine nach zu vielen falschen Codes gesperrte Anmeldung bleibt gesperrt: Das Zurücksetzen hebt sie nicht auf. Die Person beginnt eine neue Anmeldung, die von null zählt.',
      open: 'Benutzer öffnen',
    },
  },
});
