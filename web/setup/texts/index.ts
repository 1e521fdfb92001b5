import { inLanguage } from '../../shared/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';

export const texts = inLanguage({ en, de });
