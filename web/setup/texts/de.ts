import type { Texts } from './en.ts';

export const de: Texts = {
  title: 'Zweiten Faktor einrichten',
  start: {
    lead: 'Sie verbinden jetzt eine Authenticator-App mit Ihrem Konto. Das dauert etwa zwei Minuten.',
    needs: 'Halten Sie Ihr Telefon bereit.',
    caution: 'Der Link ist nur für Sie bestimmt. Niemand aus Ihrer Organisation wird Sie danach fragen.',
    action: 'Starten',
  },
  pin: {
    heading: 'PIN eingeben',
    lead: 'Dieser Link ist geschützt. Die PIN haben Sie auf einem anderen Weg erhalten, zum Beispiel am Telefon.',
    label: 'PIN',
    action: 'Weiter',
    wrong: 'Diese PIN stimmt nicht. Bitte prüfen Sie sie und versuchen Sie es noch einmal.',
  },
  setup: {
    heading: 'App verbinden',
    validUntil: (time) => `Dieser Link gilt bis ${time}.`,
    install: 'Authenticator-App installieren',
    installLead:
      'Jede App für Einmalcodes ist geeignet, etwa Google Authenticator, Microsoft Authenticator, 2FAS oder Aegis. Haben Sie schon eine? Dann weiter mit Schritt 2.',
    add: 'Konto in der App hinzufügen',
    enter: 'Code eingeben, den die App anzeigt',
  },
  codes: {
    heading: 'Notfallcodes aufbewahren',
    lead: 'Ihre App ist verbunden. Falls Sie Ihr Telefon verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Sie werden nur jetzt angezeigt. Bewahren Sie sie sicher auf.',
  },
  done: {
    heading: 'Fertig',
    lead: 'Ab jetzt melden Sie sich mit einem Code Ihrer App an. Sie können diese Seite schließen.',
  },
  gone: {
    heading: 'Dieser Link gilt nicht mehr',
    lead: 'Er wurde schon benutzt, ist abgelaufen oder wurde durch einen neueren ersetzt.',
    finished:
      'Wenn Ihre App bereits Codes für dieses Konto anzeigt und Sie die Einrichtung abgeschlossen haben, ist nichts mehr zu tun.',
    next: 'Andernfalls bitten Sie Ihren Helpdesk oder Administrator um einen neuen Link.',
  },
  unsure: {
    heading: 'Ihre App ist wahrscheinlich verbunden',
    lead: 'Die Verbindung brach ab, als Ihr Code angenommen wurde. Deshalb können die Notfallcodes nicht mehr angezeigt werden.',
    next: 'Melden Sie sich mit einem Code Ihrer App an. Klappt das, bitten Sie Ihren Helpdesk um neue Notfallcodes, sonst um einen neuen Link.',
  },
  missing: {
    heading: 'Bitte öffnen Sie den Link in Ihrer Nachricht noch einmal',
    lead: 'Zu Ihrer Sicherheit merkt sich diese Seite den Link nur, solange sie offen ist: Nach einem Neuladen muss er noch einmal geöffnet werden.',
    next: 'Es ist nichts verloren. Gehen Sie zurück zur Nachricht und folgen Sie dem Link erneut.',
  },
};
