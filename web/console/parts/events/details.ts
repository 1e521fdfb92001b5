import { formatTime } from '../../../shared/format.ts';
import { partTexts } from '../texts.ts';
import { labelOf, wordsOf } from './words.ts';

type Details = Readonly<Record<string, string | number | boolean | readonly string[]>>;

interface Detail {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** A moment, RFC 3339. */
  readonly at?: string;
}

/** Seconds since 1970. */
const moments: readonly string[] = ['validUntil', 'expiresAt', 'at'];

/**
 * What an event tells beside its type, in words.
 *
 * @param typeNames what the organisation calls the types of tokens
 */
export const eventDetails = (
  details: Details = {},
  typeNames: Readonly<Record<string, string>> = {},
): readonly Detail[] =>
  Object.entries(details)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({
      name,
      label: labelOf(name),
      ...inWords(name, value, typeNames),
    }));

function inWords(
  name: string,
  value: Details[string],
  typeNames: Readonly<Record<string, string>>,
): Pick<Detail, 'value' | 'at'> {
  if (typeof value === 'boolean') return { value: value ? partTexts.yes : partTexts.no };
  if (typeof value === 'string') return { value: wordsOf(name, value, typeNames) };
  if (typeof value === 'object') {
    return { value: value.map((one) => wordsOf(name, one, typeNames)).join(', ') };
  }
  if (!moments.includes(name)) return { value: String(value) };
  const at = new Date(value * 1000).toISOString();
  return { value: formatTime(at), at };
}
