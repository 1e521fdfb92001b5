import { inLanguage } from '../../../../shared/language.ts';

export const overviewTexts = inLanguage({
  en: {
    readAt: (time: string) => `Live, read at ${time}`,
    stale: (time: string) => `Not current, last read at ${time}`,
    columns: {
      name: 'Name',
      email: 'Email',
      remaining: 'Remaining',
      enrolledAt: 'Enrolled Date',
      role: 'Role Name',
      type: 'Type',
    },
    firstRows: (count: string) => `The first ${count} are shown.`,
    rate: {
      title: 'Enrollment Rate',
      label: 'Active users who have enrolled',
      share: (enrolled: string, active: string) => `${enrolled} of ${active} active users`,
      nobody: 'There are no active users yet.',
    },
    breakdown: {
      title: 'Status Breakdown',
      enrolled: 'Enrolled',
      pending: 'Pending',
      notStarted: 'Not Started',
      pendingHint: 'Begun, waiting for the first code',
      notStartedHint: 'Still to enroll, not started',
    },
    codes: {
      title: 'Backup Codes Health',
      healthy: 'All users are healthy: everybody who is enrolled has sufficient backup codes.',
      none: 'Users with no backup codes remaining',
      low: 'Users running low on backup codes',
      lowHint: (most: string) => `${most} or fewer remaining`,
      neverIssued: 'Users who were never issued backup codes',
      advice:
        'Users generate new codes on their own page, as long as they can sign in. Reset enrollment only for users who have lost access.',
    },
    recent: {
      title: 'Recent Enrollments',
      empty: 'Nobody has enrolled yet',
      emptyHint: 'Send setup links to the users, or let them enroll at their next sign-in.',
    },
    roles: {
      title: 'Roles Without 2FA',
      empty: 'No role goes without',
      emptyHint: 'All roles require two factors.',
    },
  },
  de: {
    readAt: (time: string) => `Laufend, gelesen um ${time}`,
    stale: (time: string) => `Nicht aktuell, zuletzt gelesen um ${time}`,
    columns: {
      name: 'Name',
      email: 'E-Mail',
      remaining: 'Übrig',
      enrolledAt: 'Eingerichtet am',
      role: 'Name der Rolle',
      type: 'Art',
    },
    firstRows: (count: string) => `Die ersten ${count} sind zu sehen.`,
    rate: {
      title: 'Einrichtungsquote',
      label: 'Aktive Benutzer mit zweitem Faktor',
      share: (enrolled: string, active: string) => `${enrolled} von ${active} aktiven Benutzern`,
      nobody: 'Es gibt noch keine aktiven Benutzer.',
    },
    breakdown: {
      title: 'Stand der Einrichtung',
      enrolled: 'Eingerichtet',
      pending: 'Ausstehend',
      notStarted: 'Nicht begonnen',
      pendingHint: 'Begonnen, der erste Code steht aus',
      notStartedHint: 'Noch einzurichten, und nichts begonnen',
    },
    codes: {
      title: 'Zustand der Notfallcodes',
      healthy: 'Alles in Ordnung: Alle Eingerichteten haben genügend Notfallcodes.',
      none: 'Benutzer ohne verbleibende Notfallcodes',
      low: 'Benutzer mit wenigen Notfallcodes',
      lowHint: (most: string) => `${most} oder weniger übrig`,
      neverIssued: 'Benutzer, die nie Notfallcodes bekommen haben',
      advice:
        'Neue Codes machen sich die Personen auf ihrer eigenen Seite selbst, solange sie sich anmelden können. Nur wer keinen Zugang mehr hat, braucht ein Zurücksetzen.',
    },
    recent: {
      title: 'Zuletzt eingerichtet',
      empty: 'Noch niemand ist eingerichtet',
      emptyHint: 'Senden Sie Einrichtungslinks, oder lassen Sie bei der nächsten Anmeldung einrichten.',
    },
    roles: {
      title: 'Rollen ohne zweiten Faktor',
      empty: 'Keine Rolle ist ohne',
      emptyHint: 'Jede vorhandene Rolle verlangt zwei Faktoren.',
    },
  },
});
