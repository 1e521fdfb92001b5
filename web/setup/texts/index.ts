import { de } from './de.ts';
import { en, type Texts } from './en.ts';

/** The languages of the page. A new one is a file beside this and one entry here. */
const languages: Readonly<Record<string, Texts>> = { en, de };

const wanted = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in languages);

export const language = wanted ?? 'en';
export const texts: Texts = languages[language] ?? en;

export function formatTime(iso: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** Rounded up, so that nobody comes back too early. */
export function formatWait(seconds: number): string {
  const [unit, size] =
    seconds < 60
      ? (['second', 1] as const)
      : seconds < 3600
        ? (['minute', 60] as const)
        : (['hour', 3600] as const);
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.ceil(seconds / size));
}
