/**
 * The text message that carries a code, in each language, and what it costs. Separate from the mails, which are
 * large.
 */

interface TextFacts {
  readonly issuer: string;
  readonly code?: string | undefined;
  /** What the code approves (2.14). */
  readonly transaction?: string | undefined;
}

const texts = {
  en: ({ issuer, code = '', transaction }: TextFacts) =>
    `${code} is your code for ${issuer}.${transaction ? ` It approves: ${transaction}` : ''} Never share it with anyone.`,
  de: ({ issuer, code = '', transaction }: TextFacts) =>
    `${code} ist Ihr Code für ${issuer}.${transaction ? ` Er genehmigt: ${transaction}` : ''} Geben Sie ihn niemandem weiter.`,
} as const;

/** BCP 47. */
export type LanguageTag = keyof typeof texts;

/** Seed 003 writes languages in three letters. */
const threeLetters: Readonly<Record<string, string>> = { eng: 'en', ger: 'de', deu: 'de' };

/** The language of a user, or English. */
export function languageTag(preferred: string | undefined): LanguageTag {
  const [primary = ''] = (preferred ?? '').toLowerCase().split('-');
  const tag = threeLetters[primary] ?? primary;
  return Object.hasOwn(texts, tag) ? (tag as LanguageTag) : 'en';
}

/** The words of a text. What is approved is quoted verbatim; the sender's name is shortened to fit one segment. */
export const codeText = (preferred: string | undefined, facts: TextFacts): string =>
  texts[languageTag(preferred)]({ ...facts, issuer: inBasicLetters(facts.issuer) });

/** 3GPP TS 23.038: the basic letters, and those that count as two. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€\f');

const isBasic = (text: string): boolean => [...text].every((sign) => basic.has(sign) || extended.has(sign));

/** Characters that do not decompose into a basic letter and an accent. */
const likeBasic: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
};

/** A single character outside the basic letters, such as an accented one, would halve what fits into a text. */
function inBasicLetters(words: string): string {
  return [...words]
    .map((sign) => {
      if (isBasic(sign)) return sign;
      const plain = likeBasic[sign] ?? sign.normalize('NFKD').replaceAll(/\p{M}/gu, '');
      return isBasic(plain) ? plain : sign;
    })
    .join('');
}

/** The number of segments that a text is sent and billed in. */
export function segmentsOf(text: string): number {
  const [length, alone, joined] = isBasic(text)
    ? [[...text].reduce((sum, sign) => sum + (extended.has(sign) ? 2 : 1), 0), 160, 153]
    : [text.length, 70, 67];
  return length <= alone ? 1 : Math.ceil(length / joined);
}
