import type { Language } from './template.ts';

export const de: Language = {
  tag: 'de',
  greeting: ({ displayName }) => `Guten Tag ${displayName},`,
  notYou:
    'Waren Sie das nicht, oder haben Sie nicht darum gebeten, dann melden Sie sich bitte gleich bei Ihrem Helpdesk.',
  text: ({ issuer, code = '', transaction }) =>
    `${code} ist Ihr Code für ${issuer}.${transaction ? ` Er genehmigt: ${transaction}` : ''} Sagen Sie ihn niemandem.`,
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
    enrolled: ({ issuer, time }) => ({
      subject: `Ihr Authenticator für ${issuer} ist eingerichtet`,
      paragraphs: [
        `am ${time} wurde ein Authenticator für Ihr Konto eingerichtet. Bewahren Sie Ihre Notfallcodes sicher auf.`,
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
    'backup-code-used': ({ issuer, time, remaining = 0 }) => ({
      subject: `Ein Notfallcode für ${issuer} wurde benutzt`,
      paragraphs: [
        `am ${time} hat sich jemand mit einem Notfallcode an Ihrem Konto angemeldet.`,
        remaining <= 2
          ? `Es sind nur noch ${remaining} übrig: Besorgen Sie sich bald neue.`
          : `Es sind noch ${remaining} übrig.`,
      ],
    }),
    throttled: ({ issuer, time }) => ({
      subject: `Viele falsche Codes für Ihr Konto bei ${issuer}`,
      paragraphs: [
        `für Ihr Konto wurden so viele falsche Codes eingegeben, dass es seit ${time} warten muss.`,
        'Wer das war, kennt vermutlich Ihr Passwort: Ändern Sie es.',
      ],
    }),
  },
};
