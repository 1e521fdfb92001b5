import type { Actor } from '../../lib/domain/authorization.ts';
import type { EventType } from '../../lib/domain/events.ts';
import type { Language } from './language.ts';

interface EventTexts {
  /** What happened, for whoever reads it: operators and the user alike. */
  readonly types: Readonly<Record<EventType, string>>;
  /** Who did it, by the part of `actor` before the colon. */
  readonly actors: Readonly<Record<Actor['kind'], string>>;
}

/** Every event in words. A new event without words does not compile. */
export const eventTexts: Readonly<Record<Language, EventTexts>> = {
  en: {
    types: {
      'user.created': 'User added',
      'user.changed': 'Details of the user changed',
      'user.deleted': 'User deleted',
      'user.renamed': 'User renamed',
      'account.enabled': 'Account enabled',
      'account.disabled': 'Account disabled',
      'access.restored': 'Access restored',
      'bypass.granted': 'Sign-in without a second factor allowed for a while',
      'bypass.ended': 'Sign-in without a second factor ended',
      'lost-token.issued': 'Temporary code issued for a lost token',
      'lost-token.revoked': 'Temporary code revoked',
      'enrollment.reset': 'Enrollment reset',
      'enrollment.started': 'Setup of a token begun',
      'enrollment.failed': 'Wrong code while setting up a token',
      'enrollment.confirmed': 'Token set up and confirmed',
      'enrollment.expired': 'Time to enroll ran out',
      'enrollment.expired-at-sign-in': 'Sign-in refused: time to enroll had run out',
      'link.sent': 'Setup link sent',
      'link.opened': 'Setup link opened with its PIN',
      'link.pin-failed': 'Wrong PIN for the setup link',
      'key.replaced': 'Key replaced',
      'key.revealed': 'Key displayed',
      'backup-codes.recreated': 'New backup codes made',
      'verification.started': 'Verification begun',
      'verification.failed': 'Wrong code',
      'verification.spent-code': 'Code that was used before',
      'verification.succeeded': 'Verified with the second factor',
      'verification.asked': 'Outside provider asked',
      'verification.unanswered': 'Outside provider did not answer',
      'code.sent': 'Code sent',
      'assertion.redeemed': 'Proof of verification redeemed',
      'token.enrolled': 'Token enrolled',
      'token.changed': 'Token changed',
      'token.disabled': 'Token disabled',
      'token.enabled': 'Token enabled',
      'token.deleted': 'Token deleted',
      'token.reset': 'Counter of a token reset',
      'token.reset-failed': 'Wrong codes while resetting a token',
      'token.replaced': 'Tokens of a type replaced',
      'token.tested': 'Token tested',
      'hardware.imported': 'Hardware tokens imported',
      'hardware.compromised': 'Hardware token marked as compromised',
      'hardware.deleted': 'Hardware token removed from the pool',
      'token-type.changed': 'Token type changed',
      'settings.changed': 'Settings changed',
      'role.changed': 'Role changed',
      'role.deleted': 'Role deleted',
      'class.changed': 'Class changed',
      'class.deleted': 'Class deleted',
      'class.copied': 'Class copied',
      'provider.changed': 'Provider changed',
      'provider.deleted': 'Provider deleted',
      'message.sent': 'Message sent',
      'message.failed': 'Message not delivered',
      'sweep.refused': 'Expiry run refused: too many accounts at once',
    },
    actors: {
      application: 'Application',
      user: 'User',
      operator: 'Operator',
      schedule: 'Schedule',
      link: 'Setup link',
    },
  },
  de: {
    types: {
      'user.created': 'Benutzer angelegt',
      'user.changed': 'Angaben zum Benutzer geändert',
      'user.deleted': 'Benutzer gelöscht',
      'user.renamed': 'Benutzer umbenannt',
      'account.enabled': 'Konto aktiviert',
      'account.disabled': 'Konto deaktiviert',
      'access.restored': 'Zugang wiederhergestellt',
      'bypass.granted': 'Anmeldung ohne zweiten Faktor auf Zeit erlaubt',
      'bypass.ended': 'Anmeldung ohne zweiten Faktor beendet',
      'lost-token.issued': 'Vorläufiger Code für einen verlorenen Token ausgegeben',
      'lost-token.revoked': 'Vorläufiger Code widerrufen',
      'enrollment.reset': 'Einrichtung zurückgesetzt',
      'enrollment.started': 'Einrichtung eines Tokens begonnen',
      'enrollment.failed': 'Falscher Code beim Einrichten eines Tokens',
      'enrollment.confirmed': 'Token eingerichtet und bestätigt',
      'enrollment.expired': 'Frist zur Einrichtung abgelaufen',
      'enrollment.expired-at-sign-in': 'Anmeldung abgewiesen: Frist zur Einrichtung war abgelaufen',
      'link.sent': 'Einrichtungslink gesendet',
      'link.opened': 'Einrichtungslink mit seiner PIN geöffnet',
      'link.pin-failed': 'Falsche PIN beim Einrichtungslink',
      'key.replaced': 'Schlüssel ersetzt',
      'key.revealed': 'Schlüssel angezeigt',
      'backup-codes.recreated': 'Neue Notfallcodes erzeugt',
      'verification.started': 'Prüfung begonnen',
      'verification.failed': 'Falscher Code',
      'verification.spent-code': 'Bereits benutzter Code',
      'verification.succeeded': 'Mit dem zweiten Faktor geprüft',
      'verification.asked': 'Externer Anbieter gefragt',
      'verification.unanswered': 'Externer Anbieter hat nicht geantwortet',
      'code.sent': 'Code gesendet',
      'assertion.redeemed': 'Nachweis einer Prüfung eingelöst',
      'token.enrolled': 'Token eingerichtet',
      'token.changed': 'Token geändert',
      'token.disabled': 'Token deaktiviert',
      'token.enabled': 'Token aktiviert',
      'token.deleted': 'Token gelöscht',
      'token.reset': 'Zähler eines Tokens zurückgesetzt',
      'token.reset-failed': 'Falsche Codes beim Zurücksetzen eines Tokens',
      'token.replaced': 'Token eines Typs ersetzt',
      'token.tested': 'Token getestet',
      'hardware.imported': 'Hardware-Token importiert',
      'hardware.compromised': 'Hardware-Token als kompromittiert gemeldet',
      'hardware.deleted': 'Hardware-Token aus dem Bestand entfernt',
      'token-type.changed': 'Token-Typ geändert',
      'settings.changed': 'Einstellungen geändert',
      'role.changed': 'Rolle geändert',
      'role.deleted': 'Rolle gelöscht',
      'class.changed': 'Klasse geändert',
      'class.deleted': 'Klasse gelöscht',
      'class.copied': 'Klasse kopiert',
      'provider.changed': 'Anbieter geändert',
      'provider.deleted': 'Anbieter gelöscht',
      'message.sent': 'Nachricht gesendet',
      'message.failed': 'Nachricht nicht zugestellt',
      'sweep.refused': 'Ablauflauf verweigert: zu viele Konten auf einmal',
    },
    actors: {
      application: 'Anwendung',
      user: 'Benutzer',
      operator: 'Operator',
      schedule: 'Zeitplan',
      link: 'Einrichtungslink',
    },
  },
};

/** What happened, in words; what this page does not know yet stands as the service calls it. */
export const eventTitle = (language: Language, type: string): string =>
  Object.hasOwn(eventTexts[language].types, type) ? eventTexts[language].types[type as EventType] : type;

/** Who did it: `operator:ada` is `Operator ada`. */
export function actorTitle(language: Language, actor: string): string {
  const colon = actor.indexOf(':');
  const kind = actor.slice(0, colon);
  const { actors } = eventTexts[language];
  if (!Object.hasOwn(actors, kind)) return actor;
  return `${actors[kind as Actor['kind']]} ${actor.slice(colon + 1)}`;
}
