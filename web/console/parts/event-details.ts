import { formatTime } from '../../shared/format.ts';
import { eventDetailTexts as texts } from './event-texts.ts';

type Details = Readonly<Record<string, string | number | boolean>>;

/** Seconds since 1970. */
const moments: readonly string[] = ['validUntil', 'expiresAt', 'at'];

/** What an event tells beside its type, in words: `Reason: …`, one entry for each. */
export function eventDetails(details: Details = {}): { readonly label: string; readonly value: string }[] {
  return Object.entries(details)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({
      label: Object.hasOwn(texts.labels, name) ? (texts.labels[name] ?? name) : name,
      value: inWords(name, value),
    }));
}

function inWords(name: string, value: Details[string]): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  if (typeof value === 'number' && moments.includes(name)) {
    return formatTime(new Date(value * 1000).toISOString());
  }
  return String(value);
}
