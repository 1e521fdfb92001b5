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
    account: 'Konto',
    validUntil: (time) => `Dieser Link gilt bis ${time}.`,
    install: 'Authenticator-App installieren',
    installLead:
      'Jede App für Einmalcodes ist geeignet, etwa Google Authenticator, Microsoft Authenticator, 2FAS oder Aegis. Haben Sie schon eine, geht es gleich weiter.',
    add: 'Konto in der App hinzufügen',
    scan: 'Wählen Sie in der App „Konto hinzufügen“ oder „+“ und scannen Sie dieses Bild.',
    scanElsewhere: 'Ist die App auf einem anderen Telefon, scannen Sie damit dieses Bild.',
    picture: 'QR-Code mit dem Schlüssel Ihres Kontos',
    open: 'In meiner Authenticator-App öffnen',
    openHere: 'Ist die App auf diesem Gerät? Hier öffnen',
    type: 'Oder geben Sie diesen Schlüssel in die App ein:',
    copyKey: 'Schlüssel kopieren',
    enter: 'Code eingeben, den die App anzeigt',
    code: 'Code aus der App',
    incomplete: 'Bitte geben Sie alle Ziffern ein, die die App anzeigt.',
    action: 'Bestätigen',
  },
  codes: {
    heading: 'Notfallcodes aufbewahren',
    lead: 'Ihre App ist verbunden. Falls Sie Ihr Telefon verlieren, meldet jeder dieser Codes Sie einmal an. Sie werden nur jetzt angezeigt: Bewahren Sie sie sicher auf.',
    list: 'Notfallcodes',
    copy: 'Kopieren',
    download: 'Herunterladen',
    print: 'Drucken',
    action: 'Ich habe sie aufbewahrt',
    file: (issuer, name, codes) =>
      `Notfallcodes: ${issuer}, ${name}\nJeder Code gilt einmal. Bewahren Sie sie sicher auf.\n\n${codes}\n`,
    fileName: 'notfallcodes.txt',
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
  copied: 'Kopiert',
  notCopied: 'Kopieren ist hier nicht möglich. Bitte markieren Sie den Text.',
  busy: 'Einen Moment …',
  problems: {
    code: 'Dieser Code stimmt nicht. Geben Sie den ein, den die App jetzt anzeigt. Klappt es weiterhin nicht, stellen Sie die Uhr Ihres Telefons auf automatisch.',
    attempts: (count) => (count === 1 ? 'Ein Versuch bleibt.' : `${count} Versuche bleiben.`),
    wait: (time) => `Zu viele Versuche. Nächster Versuch möglich in: ${time}.`,
    waitUnknown: 'Zu viele Versuche. Bitte versuchen Sie es später noch einmal.',
    offline:
      'Keine Verbindung. Es ist nichts verloren: Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.',
    disabled: 'Ihr Konto ist gesperrt. Bitte wenden Sie sich an Ihren Helpdesk.',
    other: 'Das hat nicht geklappt. Bitte versuchen Sie es gleich noch einmal.',
    reference: (id) => `Klappt es weiterhin nicht, nennen Sie Ihrem Helpdesk diese Nummer: ${id}`,
  },
};
