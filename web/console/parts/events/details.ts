import { formatTime } from '../../../shared/format.ts';
import { partTexts } from '../texts.ts';
import { detailTexts } from './texts.ts';

type Details = Readonly<Record<string, string | number | boolean>>;

interface Detail {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** A moment, RFC 3339. */
  readonly at?: string;
}

/** Seconds since 1970. */
const moments: readonly string[] = ['validUntil', 'expiresAt', 'at'];

/** What an event tells beside its type, in words. */
export const eventDetails = (details: Details = {}): readonly Detail[] =>
  Object.entries(details)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({
      name,
      label: Object.hasOwn(detailTexts, name) ? (detailTexts[name] ?? name) : name,
      ...inWords(name, value),
    }));

function inWords(name: string, value: Details[string]): Pick<Detail, 'value' | 'at'> {
  if (typeof value === 'boolean') return { value: value ? partTexts.yes : partTexts.no };
  if (typeof value !== 'number' || !moments.includes(name)) return { value: String(value) };
  const at = new Date(value * 1000).toISOString();
  return { value: formatTime(at), at };
}
