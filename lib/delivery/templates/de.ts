import type { Language } from './template.ts';

const named = (label: string | undefined): string => (label ? `das Token „${label}“` : 'ein Token');

export const de: Language = {
  tag: 'de',
  greeting: ({ displayName }) => `Guten Tag ${displayName},`,
  notYou:
    'Waren Sie das nicht, oder haben Sie nicht darum gebeten, dann melden Sie sich bitte gleich bei Ihrem Helpdesk.',
  templates: {
    code: ({ issuer, code = '', time, transaction }) => ({
      subject: `Ihr Code für ${issuer}`,
      paragraphs: [
        `Ihr Code lautet ${code}`,
        ...(transaction ? [`Er genehmigt: ${transaction}`] : []),
        `Er gilt bis ${time} und für einmal. Sagen Sie ihn niemandem.`,
      ],
    }),
    'setup-link': ({ issuer, time, pin }) => ({
      subject: `Richten Sie Ihren Authenticator für ${issuer} ein`,
      paragraphs: [
        `für die Anmeldung bei ${issuer} brauchen Sie eine Authenticator-App auf Ihrem Telefon. Der Link führt Sie durch die Einrichtung.`,
        ...(pin ? ['Sie werden nach der PIN gefragt, die Sie auf anderem Weg bekommen haben.'] : []),
        `Der Link ist nur für Sie bestimmt und gilt bis ${time}, oder bis Sie fertig sind.`,
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
              `Der Link aus unserer E-Mail wurde ${openings}-mal geöffnet. Auch Virenscanner für E-Mails tun das. Wenden Sie sich an Ihren Helpdesk, wenn der Authenticator nicht Ihrer ist.`,
            ]
          : []),
      ],
    }),
    reset: ({ issuer, time }) => ({
      subject: `Ihre Zwei-Faktor-Anmeldung bei ${issuer} wurde zurückgesetzt`,
      paragraphs: [
        `am ${time} wurden Ihr Authenticator und alle Notfallcodes entfernt.`,
        'Bei der nächsten Anmeldung richten Sie einen Authenticator neu ein.',
      ],
    }),
    'access-restored': ({ issuer, time }) => ({
      subject: `Ihr Zugang zu ${issuer} wurde wiederhergestellt`,
      paragraphs: [`am ${time} wurde der Zugang Ihres Kontos wiederhergestellt.`],
    }),
    'key-replaced': ({ issuer, time }) => ({
      subject: `Ihr Authenticator-Schlüssel für ${issuer} wurde ersetzt`,
      paragraphs: [
        `am ${time} wurde ein neuer Schlüssel für Ihre Authenticator-App angelegt. Codes eines früheren Schlüssels gelten nicht mehr.`,
      ],
    }),
    'key-revealed': ({ issuer, time }) => ({
      subject: `Ihr Authenticator-Schlüssel für ${issuer} wurde angezeigt`,
      paragraphs: [`am ${time} wurde der Schlüssel Ihrer Authenticator-App angezeigt.`],
    }),
    'backup-codes-recreated': ({ issuer, time }) => ({
      subject: `Sie haben neue Notfallcodes für ${issuer}`,
      paragraphs: [
        `am ${time} wurden neue Notfallcodes für Ihr Konto erzeugt. Die früheren gelten nicht mehr.`,
      ],
    }),
    'backup-code-used': ({ issuer, time, backupCodesRemaining: left = 0, few }) => ({
      subject: `Ein Notfallcode für ${issuer} wurde benutzt`,
      paragraphs: [
        `am ${time} hat sich jemand mit einem Notfallcode an Ihrem Konto angemeldet.`,
        left === 0
          ? 'Es sind 0 übrig, denn dies war der letzte: Besorgen Sie sich jetzt neue.'
          : few
            ? `Es sind nur noch ${left} übrig: Besorgen Sie sich bald neue.`
            : `Es sind noch ${left} übrig.`,
      ],
    }),
    'account-changed': ({ issuer, time, fields = [] }) => ({
      subject: `Ihr Konto bei ${issuer} wurde geändert`,
      paragraphs: [
        `am ${time} wurde Ihr Konto geändert.`,
        ...(fields.includes('email') ? ['Nachrichten wie diese gehen an eine andere E-Mail-Adresse.'] : []),
        ...(fields.includes('phone') ? ['Die Telefonnummer des Kontos ist eine andere.'] : []),
        ...(fields.includes('twoFactorRequired')
          ? ['Ob Sie zur Anmeldung einen zweiten Faktor brauchen, wurde geändert.']
          : []),
      ],
    }),
    'user-renamed': ({ issuer, time, userId }) => ({
      subject: `Ihre Benutzerkennung für ${issuer} wurde geändert`,
      paragraphs: [
        `Die Kennung Ihres Kontos wurde am ${time} geändert. Sie lautet jetzt ${userId}. Ihr Authenticator und Ihre Notfallcodes bleiben dieselben.`,
      ],
    }),
    'account-enabled': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} wurde freigegeben`,
      paragraphs: [`am ${time} wurde Ihr Konto freigegeben: Sie können sich wieder anmelden.`],
    }),
    'account-disabled': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} wurde gesperrt`,
      paragraphs: [
        `am ${time} wurde Ihr Konto gesperrt. Niemand kann sich daran anmelden, bis es freigegeben wird.`,
      ],
    }),
    expired: ({ issuer, time }) => ({
      subject: `Die Frist für Ihren Authenticator bei ${issuer} ist abgelaufen`,
      paragraphs: [
        `bis ${time} wurde für Ihr Konto kein Authenticator eingerichtet, obwohl die Frist abgelaufen ist.`,
        'Bitten Sie Ihren Helpdesk, die Einrichtung zurückzusetzen, bevor Sie sich wieder anmelden.',
      ],
    }),
    'expired-disabled': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} wurde gesperrt: kein Authenticator`,
      paragraphs: [
        `für Ihr Konto wurde nicht rechtzeitig ein Authenticator eingerichtet. Darum wurde es am ${time} gesperrt.`,
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
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde gesperrt`,
      paragraphs: [
        `am ${time} wurde ${named(label)} Ihres Kontos gesperrt. Codes davon werden nicht mehr angenommen.`,
      ],
    }),
    'token-enabled': ({ issuer, time, label }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde freigegeben`,
      paragraphs: [
        `am ${time} wurde ${named(label)} Ihres Kontos freigegeben. Codes davon werden wieder angenommen.`,
      ],
    }),
    'token-deleted': ({ issuer, time }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde gelöscht`,
      paragraphs: [
        `am ${time} wurde ein Token Ihres Kontos gelöscht. Codes davon werden nicht mehr angenommen.`,
      ],
    }),
    'token-reset': ({ issuer, time, label }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde zurückgesetzt`,
      paragraphs: [`am ${time} wurde ${named(label)} Ihres Kontos wieder mit dem Dienst abgeglichen.`],
    }),
    'token-replaced': ({ issuer, time }) => ({
      subject: `Ein Token Ihres Kontos bei ${issuer} wurde ersetzt`,
      paragraphs: [
        `am ${time} wurde erneuert, wie Ihnen Codes geschickt werden.`,
        'Sie gehen an dieselbe Nummer oder Adresse wie bisher; Sie müssen nichts tun.',
      ],
    }),
    'lost-token-issued': ({ issuer, time, label, until = '' }) => ({
      subject: `Ein Code anstelle Ihres verlorenen Tokens für ${issuer}`,
      paragraphs: [
        `am ${time} wurde ${named(label)} gesperrt und ein Code erzeugt, der an dessen Stelle tritt. Er gilt bis ${until}.`,
        'Den Code haben Sie auf anderem Weg bekommen. Sagen Sie ihn niemandem. Finden Sie das Token wieder, sagen Sie es Ihrem Helpdesk.',
      ],
    }),
    'lost-token-revoked': ({ issuer, time }) => ({
      subject: `Der Code anstelle Ihres verlorenen Tokens für ${issuer} gilt nicht mehr`,
      paragraphs: [`seit ${time} wird der Code anstelle Ihres verlorenen Tokens nicht mehr angenommen.`],
    }),
    'lost-token-used': ({ issuer, time }) => ({
      subject: `Der Code anstelle Ihres verlorenen Tokens für ${issuer} wurde benutzt`,
      paragraphs: [
        `am ${time} hat sich jemand mit dem Code für Ihr verlorenes Token an Ihrem Konto angemeldet.`,
      ],
    }),
    'bypass-granted': ({ issuer, time, until = '' }) => ({
      subject: `Ihr Konto bei ${issuer} kommt vorerst ohne zweiten Faktor aus`,
      paragraphs: [
        `am ${time} wurde erlaubt, dass Sie sich ohne zweiten Faktor anmelden. Das gilt bis ${until}.`,
        'Bis dahin schützt allein Ihr Passwort das Konto.',
      ],
    }),
    'bypass-used': ({ issuer, time }) => ({
      subject: `Eine Anmeldung bei ${issuer} ohne zweiten Faktor`,
      paragraphs: [
        `am ${time} hat sich jemand ohne zweiten Faktor an Ihrem Konto angemeldet, wie es erlaubt wurde.`,
      ],
    }),
    'bypass-ended': ({ issuer, time }) => ({
      subject: `Ihr Konto bei ${issuer} braucht wieder einen zweiten Faktor`,
      paragraphs: [`seit ${time} braucht Ihr Konto wieder einen zweiten Faktor.`],
    }),
    throttled: ({ issuer, time }) => ({
      subject: `Viele falsche Codes für Ihr Konto bei ${issuer}`,
      paragraphs: [
        `für Ihr Konto wurden so viele falsche Codes eingegeben, dass es seit ${time} warten muss.`,
        'Wer das war, kennt vermutlich Ihr Passwort: Ändern Sie es.',
      ],
    }),
    'notices-held-back': ({ issuer, time }) => ({
      subject: `An Ihrem Konto bei ${issuer} hat sich heute viel geändert`,
      paragraphs: [
        `an Ihrem Konto ist so viel geschehen, dass Sie heute seit ${time} nicht mehr über jede Änderung eine E-Mail bekommen.`,
        'Ihre Seite zeigt alles, was geschehen ist. Wissen Sie nicht, warum, dann melden Sie sich bitte bei Ihrem Helpdesk.',
      ],
    }),
  },
};
