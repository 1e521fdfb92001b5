import { inLanguage } from '../../../../shared/language.ts';

export const statusTexts = inLanguage({
  en: {
    status: 'Two-factor status',
    zone: (zone: string) => `Times are in your time zone, ${zone}.`,
    notRequired: 'This account does not require two factors, so it has no two-factor status.',
    account: 'Account',
    class: 'Class',
    roles: 'Roles',
    required: 'Two factors required',
    backupCodes: 'Backup codes remaining',
    updated: 'Last update',
    used: 'Last used',
    diagnosis: 'Why can this user not sign in?',
    can: 'This user can sign in.',
    canNot: 'This user cannot sign in.',
    nothing: 'No problems found.',
    findings: 'Findings',
    severities: { blocks: 'Blocks', warns: 'Warning', informs: 'Note' } as Readonly<Record<string, string>>,
    remedy: 'Recommended steps',
    resetFirst:
      'Reset the enrollment first. If you enable the account first, the next sign-in attempt disables it again.',
    toTokens: 'Open tokens',
  },
  de: {
    status: 'Zwei-Faktor-Status',
    zone: (zone: string) => `Zeiten in Ihrer Zeitzone, ${zone}.`,
    notRequired: 'Dieses Konto verlangt keine zwei Faktoren und hat deshalb keinen Zwei-Faktor-Status.',
    account: 'Konto',
    class: 'Klasse',
    roles: 'Rollen',
    required: 'Zwei Faktoren verlangt',
    backupCodes: 'Verbleibende Notfallcodes',
    updated: 'Zuletzt geändert',
    used: 'Zuletzt benutzt',
    diagnosis: 'Warum kann sich dieser Benutzer nicht anmelden?',
    can: 'Dieser Benutzer kann sich anmelden.',
    canNot: 'Dieser Benutzer kann sich nicht anmelden.',
    nothing: 'Keine Probleme gefunden.',
    findings: 'Befund',
    severities: { blocks: 'Verhindert', warns: 'Warnung', informs: 'Hinweis' } as Readonly<
      Record<string, string>
    >,
    remedy: 'Empfohlene Schritte',
    resetFirst:
      'Setzen Sie zuerst die Einrichtung zurück. Sonst deaktiviert der nächste Anmeldeversuch das Konto wieder.',
    toTokens: 'Token öffnen',
  },
});
