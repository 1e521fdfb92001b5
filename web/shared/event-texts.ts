import { de } from './events/de.ts';
import { en } from './events/en.ts';
import type { EventTexts } from './events/event-texts.ts';
import type { Language } from './language.ts';

/** Every event in words, in every language: for pages that carry all of them. */
export const eventTexts: Readonly<Record<Language, EventTexts>> = { en, de };
