import { formatDuration, formatNumber } from '../../../../shared/format.ts';
import { inLanguage } from '../../../../shared/language.ts';
import type { Impact, SettingName } from '../../../api/settings.ts';
import { settingsTexts } from './texts.ts';

const duration = ({ to }: Impact): string => formatDuration(Number(to));

/** The service says it in English; here it is in German. */
const german: Record<SettingName, (impact: Impact) => string> = {
  issuer: () =>
    'Neue Nachrichten und Schlüssel tragen den neuen Namen; eingerichtete Apps behalten den alten.',
  enrollmentPeriodSeconds: (impact) =>
    impact.to === 0
      ? `Keine Einrichtung läuft mehr ab; wer noch nicht eingerichtet ist (${formatNumber(impact.users)}), hat beliebig lange Zeit.`
      : `Zum Einrichten sind ab Beginn der Frist ${duration(impact)} Zeit. Für ${formatNumber(impact.expiringAtOnce ?? 0)} von ${formatNumber(impact.users)} noch nicht Eingerichteten ist sie damit sofort vorbei.`,
  expiredAccounts: ({ to }) =>
    to === 'disable'
      ? 'Der nächste Lauf deaktiviert die Konten, deren Frist vorbei ist.'
      : 'Der nächste Lauf vermerkt den Ablauf; erst die nächste Anmeldung deaktiviert das Konto.',
  maximumInvalidAttempts: ({ to }) =>
    `Ab dem nächsten Versuch ist eine Anmeldung nach ${formatNumber(Number(to))} falschen Codes gesperrt, auch eine laufende.`,
  verificationSeconds: (impact) =>
    `Die nächste begonnene Anmeldung darf ${duration(impact)} dauern; laufende behalten ihre Zeit.`,
  totpWindow: ({ to }) =>
    `Ab der nächsten Anmeldung gilt ein Code, der höchstens ${formatNumber(Number(to))} Zeitschritte zu früh oder zu spät ist.`,
  backupCodeCount: ({ to }) =>
    `Der nächste Satz Notfallcodes hat ${formatNumber(Number(to))} Codes; vorhandene Sätze bleiben, wie sie sind.`,
  backupCodesLow: ({ to }) =>
    `Die Übersicht nennt, wer ${formatNumber(Number(to))} oder weniger Notfallcodes übrig hat.`,
  setupLinkSeconds: (impact) =>
    `Ab jetzt gesendete Einrichtungslinks gelten ${duration(impact)}; frühere behalten ihre Zeit.`,
  setupLinkProof: ({ to }) =>
    to === 'pin'
      ? 'Ab jetzt gesendete Einrichtungslinks verlangen eine PIN; frühere nicht.'
      : 'Ab jetzt gesendete Einrichtungslinks verlangen nur dann eine PIN, wenn ein Operator sie will.',
  otpLength: ({ to }) =>
    `Der nächste gesendete Code hat ${formatNumber(Number(to))} Ziffern; frühere gelten weiter.`,
  otpSeconds: (impact) => `Der nächste gesendete Code gilt ${duration(impact)}; frühere behalten ihre Zeit.`,
  resendSeconds: (impact) =>
    `Der zweite Code kommt frühestens ${duration(impact)} nach dem ersten, der dritte nach dem Doppelten.`,
  secretDisplay: ({ to }) => {
    if (to === 'never') return 'Ab jetzt wird niemandem mehr ein Schlüssel erneut gezeigt.';
    return to === 'pending'
      ? 'Ab jetzt wird ein Schlüssel nur noch gezeigt, bis ihn der erste Code bestätigt hat.'
      : 'Ab jetzt sehen Operatoren, die Geheimnisse ansehen dürfen, auch aktive Schlüssel; der Benutzer erfährt es jedes Mal.';
  },
  recentVerificationSeconds: (impact) =>
    impact.to === 0
      ? 'Ab der nächsten Anmeldung wird kein Gerät gemerkt, und alle werden jedes Mal gefragt.'
      : `Ab der nächsten Anmeldung darf ein Gerät ${duration(impact)} gemerkt werden, wo die Klasse es erlaubt.`,
  longestBypassSeconds: (impact) =>
    impact.to === 0
      ? 'Ausnahmen gibt es nicht mehr, und laufende enden sofort.'
      : `Eine neue Ausnahme dauert höchstens ${duration(impact)}; laufende behalten ihre Zeit.`,
};

/** N.07: what a change does, in one sentence. */
export const effectText = inLanguage({
  en: ({ effect }: Impact): string => effect,
  de: (impact: Impact): string => german[impact.setting](impact),
});

/** How a value is read aloud: `7 days`, `Never expires`, `Only mark it`. */
export function valueText(name: SettingName, value: string | number): string {
  const { settings, choices } = settingsTexts;
  if (typeof value === 'string') {
    const words: Readonly<Record<string, Readonly<Record<string, { readonly label: string }>>>> = choices;
    return words[name]?.[value]?.label ?? value;
  }
  if (!name.endsWith('Seconds')) return formatNumber(value);
  return value === 0 ? (settings[name].off ?? formatDuration(0)) : formatDuration(value);
}
