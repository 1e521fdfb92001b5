import { inLanguage } from '../../../../shared/language.ts';

export const overviewTexts = inLanguage({
  en: {
    readAt: (time: string) => `Updated ${time}`,
    stale: (time: string) => `Out of date, last updated ${time}`,
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
      pendingHint: 'Started, not yet confirmed',
      notStartedHint: 'Not started',
    },
    codes: {
      title: 'Backup Codes Health',
      healthy: 'All users are healthy: every enrolled user has sufficient backup codes.',
      none: 'Users with no backup codes remaining',
      low: 'Users running low on backup codes',
      lowHint: (most: string) => `${most} or fewer remaining`,
      neverIssued: 'Users who were never issued backup codes',
      advice:
        'Users can generate new codes on their own page as long as they can sign in. Reset enrollment only for users who have lost access.',
    },
    recent: {
      title: 'Recent Enrollments',
      empty: 'No enrollments yet',
      emptyHint: 'Send setup links to the users, or let them enroll at their next sign-in.',
    },
    roles: {
      title: 'Roles Without 2FA',
      empty: 'All roles require 2FA',
      emptyHint: 'Every role requires two factors.',
    },
  },
  de: {
    readAt: (time: string) => `Stand: ${time}`,
    stale: (time: string) => `Nicht aktuell, Stand: ${time}`,
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
      pendingHint: 'Begonnen, noch nicht bestätigt',
      notStartedHint: 'Noch nicht begonnen',
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
      empty: 'Noch keine Einrichtungen',
      emptyHint: 'Senden Sie Einrichtungslinks, oder lassen Sie bei der nächsten Anmeldung einrichten.',
    },
    roles: {
      title: 'Rollen ohne zweiten Faktor',
      empty: 'Alle Rollen verlangen zwei Faktoren',
      emptyHint: 'Jede Rolle verlangt zwei Faktoren.',
    },
  },
});
