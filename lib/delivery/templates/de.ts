import type { Language } from './template.ts';

const named = (label: string | undefined): string => (label ? `das Token „${label}“` : 'ein Token');

export const de: Language = {
  tag: 'de',
  greeting: ({ displayName }) => `Guten Tag ${displayName},`,
  notYou:
    'Wenn Sie das nicht selbst waren oder nicht darum gebeten haben, wenden Sie sich bitte sofort an Ihren Helpdesk.',
  templates: {
    code: ({ issuer, code = '', time, transaction }) => ({
      subject: `Ihr Code für ${issuer}`,
      paragraphs: [
        `Ihr Code lautet ${code}`,
        ...(transaction ? [`Er genehmigt: ${transaction}`] : []),
        `Er ist einmal gültig, bis ${time}. Geben Sie ihn niemandem weiter.`,
      ],
    }),
    'setup-link': ({ issuer, time, pin }) => ({
      subject: `Richten Sie Ihren Authenticator für ${issuer} ein`,
      paragraphs: [
        `für die Anmeldung bei ${issuer} brauchen Sie eine Authenticator-App auf Ihrem Telefon. Der folgende Link führt Sie durch die Einrichtung.`,
        ...(pin ? ['Sie werden nach der PIN gefragt, die Sie auf anderem Weg erhalten haben.'] : []),
        `Der Link ist nur für Sie bestimmt. Er gilt bis ${time} oder bis Sie die Einrichtung abgeschlossen haben.`,
      ],
      button: 'Authenticator einrichten',
    }),
    enrolled: ({ issuer, time, hasNewCodes, openings }) => ({
      subject: `Ihr Authenticator für ${issuer} ist eingerichtet`,
      paragraphs: [
        `am ${time} wurde ein Authenticator für Ihr Konto eingerichtet.`,
        ...(hasNewCodes ? ['Sie haben dabei Notfallcodes erhalten. Bewahren Sie sie sicher auf.'] : []),
        ...(openings
          ? [
              `Der Link aus unserer E-Mail wurde ${openings}-mal geöffnet. Auch Virenscanner für E-Mails tun das. Wenden Sie sich an Ihren Helpdesk, wenn der Authenticator nicht Ihnen gehört.`,
            ]
          : []),
      ],
    }),
    reset: ({ issuer, time }) => ({
      subject: `Ihre Zwei-Faktor-Anmeldung bei ${issuer} wurde zurückgesetzt`,
      paragraphs: [
        `am ${time} wurden Ihr Authenticator und alle Notfallcodes entfernt.`,
        'Bei der nächsten Anmeldung richten Sie wieder einen Authenticator ein.',
      ],
    }),
    'access-restored': ({ issuer, time }) => ({
      subject: `Ihr Zugang zu ${issuer} wurde wiederhergestellt`,
      paragraphs: [`am ${time} wurde der Zugang zu Ihrem Konto wiederhergestellt.`],
    }),
    'key-replaced': ({ issuer, time }) => ({
      subject: `Ihr Authenticator-Schlüssel für ${issuer} wurde ersetzt`,
      paragraphs: [
        `am ${time} wurde ein neuer Schlüssel für Ihre Authenticator-App angelegt. Codes des alten Schlüssels sind ungültig.`,
      ],
    }),
    'key-revealed': ({ issuer, time }) => ({
      subject: `Ihr Authenticator-Schlüssel für ${issuer} wurde angezeigt`,
      paragraphs: [`am ${time} wurde der Schlüssel Ihrer Authenticator-App angezeigt.`],
    }),
    'backup-codes-recreated': ({ issuer, time }) => ({
      subject: `Sie haben neue Notfallcodes für ${issuer}`,
      paragraphs: [`am ${time} wurden neue Notfallcodes für Ihr Konto erzeugt. Die alten sind ungültig.`],
    }),
    'backup-code-used': ({ issuer, time, backupCodesRemaining: left = 0, few }) => ({
      subject: `Ein Notfallcode für ${issuer} wurde verwendet`,
      paragraphs: [
        `am ${time} hat sich jemand mit einem Notfallcode bei Ihrem Konto angemeldet.`,
        left === 0
          ? 'Das war Ihr letzter Notfallcode, es sind 0 übrig. Erzeugen Sie jetzt neue.'
          : few
            ? `Es sind nur noch ${left} übrig. Erzeugen Sie bald neue.`
            : `Es sind noch ${left} übrig.`,
      ],
    }),
    'account-changed': ({ issuer, time, fields = [] }) => ({
      subject: `Ihr Konto bei ${issuer} wurde geändert`,
      paragraphs: [
        `am ${time} wurde Ihr Konto geändert.`,
        ...(fields.includes('email') ? ['Die E-Mail-Adresse für Benachrichtigungen wurde geändert.'] : []),
        ...(fields.includes('phone') ? ['Ihre Telefonnummer wurde geändert.'] : []),
        ...(fields.includes('twoFactorRequired')
          ? ['Es wurde geändert, ob Sie zur Anmeldung einen zweiten Faktor brauchen.']
          : []),
      ],
    }),
    'user-renamed': ({ issuer, time, userId }) => ({
      subject: `Ihre Benutzerkennung für ${issuer} wurde geändert`,
      paragraphs: [
        `am ${time} wurde Ihre Benutzerkennung geändert. Sie lautet jetzt ${userId}. Ihr Authenticator und Ihre Notfallcodes bleiben unverändert.`,
      ],
    }),
    'account-enabled': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} wurde aktiviert`,
      paragraphs: [`am ${time} wurde Ihr Konto aktiviert. Sie können sich wieder anmelden.`],
    }),
    'account-disabled': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} wurde deaktiviert`,
      paragraphs: [
        `am ${time} wurde Ihr Konto deaktiviert. Eine Anmeldung ist erst wieder möglich, wenn es aktiviert wird.`,
      ],
    }),
    expired: ({ issuer, time }) => ({
      subject: `Die Frist für Ihren Authenticator bei ${issuer} ist abgelaufen`,
      paragraphs: [
        `Sie haben nicht rechtzeitig einen Authenticator eingerichtet. Ihre Einrichtungsfrist ist am ${time} abgelaufen.`,
        'Bitten Sie Ihren Helpdesk, die Einrichtung zurückzusetzen, bevor Sie sich wieder anmelden.',
      ],
    }),
    'expired-disabled': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} wurde deaktiviert: kein Authenticator`,
      paragraphs: [
        `Sie haben nicht rechtzeitig einen Authenticator eingerichtet. Darum wurde Ihr Konto am ${time} deaktiviert.`,
        'Bitten Sie Ihren Helpdesk, Ihren Zugang wiederherzustellen.',
      ],
    }),
    'token-enrolled': ({ issuer, time, label }) => ({
      subject: `Ihr Konto bei ${issuer} hat ein weiteres Token`,
      paragraphs: [
        `am ${time} wurde ${named(label)} zu Ihrem Konto hinzugefügt. Sie können sich damit anmelden.`,
      ],
    }),
    'token-changed': ({ issuer, time, label }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde geändert`,
      paragraphs: [`am ${time} wurde ${named(label)} Ihres Kontos geändert.`],
    }),
    'token-disabled': ({ issuer, time, label }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde deaktiviert`,
      paragraphs: [`am ${time} wurde ${named(label)} Ihres Kontos deaktiviert. Seine Codes sind ungültig.`],
    }),
    'token-enabled': ({ issuer, time, label }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde aktiviert`,
      paragraphs: [
        `am ${time} wurde ${named(label)} Ihres Kontos aktiviert. Seine Codes sind wieder gültig.`,
      ],
    }),
    'token-deleted': ({ issuer, time }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde gelöscht`,
      paragraphs: [`am ${time} wurde ein Token Ihres Kontos gelöscht. Seine Codes sind ungültig.`],
    }),
    'token-reset': ({ issuer, time, label }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde abgeglichen`,
      paragraphs: [`am ${time} wurde ${named(label)} Ihres Kontos wieder mit dem Dienst abgeglichen.`],
    }),
    'token-replaced': ({ issuer, time }) => ({
      subject: `Der Empfang Ihrer Codes für ${issuer} wurde aktualisiert`,
      paragraphs: [
        `am ${time} wurde aktualisiert, wie Sie Codes erhalten.`,
        'Die Codes gehen an dieselbe Nummer oder Adresse wie bisher. Sie müssen nichts tun.',
      ],
    }),
    'lost-token-issued': ({ issuer, time, label, until = '' }) => ({
      subject: `Ein Ersatzcode für Ihr verlorenes Token bei ${issuer}`,
      paragraphs: [
        `am ${time} wurde ${named(label)} deaktiviert und ein Ersatzcode ausgestellt. Der Code gilt bis ${until}.`,
        'Den Code haben Sie auf anderem Weg erhalten. Geben Sie ihn niemandem weiter. Wenn Sie das Token wiederfinden, wenden Sie sich an Ihren Helpdesk.',
      ],
    }),
    'lost-token-revoked': ({ issuer, time }) => ({
      subject: `Der Ersatzcode für Ihr verlorenes Token bei ${issuer} ist ungültig`,
      paragraphs: [`am ${time} wurde der Ersatzcode für Ihr verlorenes Token ungültig.`],
    }),
    'lost-token-used': ({ issuer, time }) => ({
      subject: `Der Ersatzcode für Ihr verlorenes Token bei ${issuer} wurde verwendet`,
      paragraphs: [
        `am ${time} hat sich jemand mit dem Ersatzcode für Ihr verlorenes Token bei Ihrem Konto angemeldet.`,
      ],
    }),
    'bypass-granted': ({ issuer, time, until = '' }) => ({
      subject: `Ihr Konto bei ${issuer} braucht vorübergehend keinen zweiten Faktor`,
      paragraphs: [
        `am ${time} wurde Ihnen erlaubt, sich bis ${until} ohne zweiten Faktor anzumelden.`,
        'Bis dahin schützt nur Ihr Passwort das Konto.',
      ],
    }),
    'bypass-used': ({ issuer, time }) => ({
      subject: `Eine Anmeldung bei ${issuer} ohne zweiten Faktor`,
      paragraphs: [
        `am ${time} hat sich jemand ohne zweiten Faktor bei Ihrem Konto angemeldet. Das war vorher erlaubt worden.`,
      ],
    }),
    'bypass-ended': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} braucht wieder einen zweiten Faktor`,
      paragraphs: [`seit ${time} braucht Ihr Konto wieder einen zweiten Faktor.`],
    }),
    throttled: ({ issuer, time }) => ({
      subject: `Viele falsche Codes für Ihr Konto bei ${issuer}`,
      paragraphs: [
        `für Ihr Konto wurden zu viele falsche Codes eingegeben. Es ist seit ${time} vorübergehend gesperrt.`,
        'Wenn Sie das nicht waren, kennt vielleicht jemand Ihr Passwort. Ändern Sie es.',
      ],
    }),
    'notices-held-back': ({ issuer, time }) => ({
      subject: `An Ihrem Konto bei ${issuer} hat sich heute viel geändert`,
      paragraphs: [
        `an Ihrem Konto gab es heute viele Änderungen. Seit ${time} erhalten Sie nicht mehr zu jeder Änderung eine E-Mail.`,
        'Ihre Seite zeigt alle Änderungen. Wenn Sie sich diese nicht erklären können, wenden Sie sich bitte an Ihren Helpdesk.',
      ],
    }),
  },
};
