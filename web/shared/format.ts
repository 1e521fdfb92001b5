import { language } from './language.ts';

const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const number = new Intl.NumberFormat(language);
const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });

/** In the viewer's language and time zone. */
export const formatTime = (iso: string): string => time.format(new Date(iso));

export const formatNumber = (value: number): string => number.format(value);

/** @param share from 0 to 1 */
export const formatShare = (share: number): string => percent.format(share);

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In the largest units that say it exactly: `7 days`, `1 hour 30 minutes`. */
export function formatDuration(seconds: number): string {
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
    }
  }
  return (
    parts.join(' ') ||
    new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(0)
  );
}
