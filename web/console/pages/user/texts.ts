import { inLanguage } from '../../../shared/language.ts';

export const userTexts = inLanguage({
  en: { tabs: { status: 'Status', tokens: 'Tokens' } },
  de: { tabs: { status: 'Status', tokens: 'Token' } },
});
