import { inLanguage } from '../../../../shared/language.ts';
import { de } from './texts-de.ts';
import { en, type TokenTexts } from './texts-en.ts';

export const tokensTexts = inLanguage<TokenTexts>({ en, de });
