import { inLanguage } from '../../../../shared/language.ts';
import { de } from './texts.de.ts';
import { en } from './texts.en.ts';

export const settingsTexts = inLanguage({ en, de });
