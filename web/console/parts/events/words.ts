import { classesTexts } from '../../pages/classes/texts.ts';
import { personTexts } from '../../pages/person-form/texts.ts';
import { settingsTexts } from '../../pages/two-factor/settings/texts.ts';
import { tokensTexts } from '../../pages/user/tokens/texts.ts';
import { detailTexts } from './texts.ts';

type Words = Readonly<Record<string, string>>;

const classFields: Words = {
  ...classesTexts.fields,
  ...classesTexts.priorities.meaning,
  allowOtpInsteadOfTotp: classesTexts.fields.allowOtp,
};

/** What is called a field in an event, as the screen calls it where it is changed. */
const fields: Words = {
  ...classFields,
  ...personTexts.labels,
  active: personTexts.active,
  twoFactorRequired: personTexts.twoFactorRequired,
  label: tokensTexts.fields.description,
  comment: tokensTexts.fields.comment,
};

const own = <T>(words: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;

/** What a detail is called; the service's own name where there are no words. */
export const labelOf = (name: string): string =>
  own(detailTexts, name) ?? own<{ label: string }>(settingsTexts.settings, name)?.label ?? name;

/** A member of a member too: `questions.count`. */
const fieldInWords = (field: string): string =>
  own(fields, field) ?? own(fields, field.replace(/^.*\./, '')) ?? field;

/**
 * What a detail says, as the screens say it.
 *
 * @param typeNames what the organisation calls the types of tokens
 */
export function wordsOf(name: string, value: string, typeNames: Words = {}): string {
  if (name === 'fields') return fieldInWords(value);
  if (name === 'status') return own<string>(tokensTexts.statuses, value) ?? value;
  if (name === 'type' || name === 'by') return own(typeNames, value) ?? value;
  const choices = own<Readonly<Record<string, { label: string }>>>(settingsTexts.choices, name);
  return (choices && own(choices, value)?.label) ?? value;
}
