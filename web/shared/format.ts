import { language } from './language.ts';
import { localeOf } from './locale.ts';

const locale = localeOf(language, navigator.languages);

const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const number = new Intl.NumberFormat(locale);
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });

/** In the viewer's language and time zone. */
export const formatTime = (iso: string): string => time.format(new Date(iso));

/** Of something that was dated and not timed, such as an expiry printed on a device: the same day in every time zone. */
export const formatDay = (iso: string): string => day.format(new Date(iso));

/** The time of day, to the second. */
export const formatClock = (milliseconds: number): string => clock.format(milliseconds);

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
      parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
    }
  }
  return (
    parts.join(' ') ||
    new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(0)
  );
}

/** A text of the API with the moments in it as the viewer writes them. */
export const withLocalTimes = (text: string): string =>
  text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, formatTime);

/** In one unit, rounded up, so that nobody comes back too early. */
export function formatWait(seconds: number): string {
  const [unit, size] =
    seconds < 60
      ? (['second', 1] as const)
      : seconds < 3600
        ? (['minute', 60] as const)
        : (['hour', 3600] as const);
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.ceil(seconds / size));
}
