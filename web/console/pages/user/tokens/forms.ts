import type { TokenType } from '../../../api/token-types.ts';
import type { Token, TokenEdit, TokenOrder } from '../../../api/tokens.ts';

/** What is entered of a token, as the service says it of each type. No form depends on what a type is called (2.04). */
export type Form = TokenType['enrollment'];
export type KeyChoices = NonNullable<Form['key']>;

/** The types that operators may register (2.01). */
export const registrable = <T extends { operatorCanEnroll: boolean; obsolete: boolean }>(
  types: readonly T[],
): T[] => types.filter(({ operatorCanEnroll, obsolete }) => operatorCanEnroll && !obsolete);

/** For a type that sends to either place, the user first chooses where this token's codes go. */
export const asksChannel = ({ contacts }: Form): boolean =>
  contacts.includes('phone') && contacts.includes('email');

/** What is entered of the contacts that the type has. */
export const contactsOf = (form: Form, { channel }: Pick<Draft, 'channel'>): Form['contacts'] =>
  asksChannel(form)
    ? form.contacts.filter((contact) => contact === channel || contact === 'account')
    : form.contacts;

/** A form as it is being filled in. */
export interface Draft {
  readonly label: string;
  readonly comment: string;
  /** For a type that sends to either. */
  readonly channel: 'phone' | 'email';
  readonly phone: string;
  readonly email: string;
  readonly account: string;
  readonly provider: string;
  readonly serial: string;
  readonly questions: readonly { readonly question: string; readonly answer: string }[];
  /** Whether the device brings its key. */
  readonly typed: boolean;
  readonly secret: string;
  readonly algorithm: KeyChoices['algorithm'][number];
  readonly digits: KeyChoices['digits'][number];
  readonly periodSeconds: KeyChoices['periodSeconds'][number];
  readonly counter: string;
}

const noQuestion = { question: '', answer: '' };

export const emptyDraft: Draft = {
  label: '',
  comment: '',
  channel: 'phone',
  phone: '',
  email: '',
  account: '',
  provider: '',
  serial: '',
  questions: [noQuestion, noQuestion, noQuestion],
  typed: false,
  secret: '',
  algorithm: 'SHA1',
  digits: 6,
  periodSeconds: 30,
  counter: '0',
};

/** Blanks and hyphens that make a number readable do not belong to it. */
const number = (typed: string): string => typed.replace(/[\s()/.-]/g, '');

const filled = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== '')) as Partial<T>;

/** What was chosen, where the type offers it; else the first that it does. */
export const chosen = <T>(choices: readonly T[], value: T): T | undefined =>
  choices.includes(value) ? value : choices[0];

const asked = (questions: Draft['questions']) =>
  questions
    .map(({ question, answer }) => ({ question: question.trim(), answer }))
    .filter(({ question, answer }) => question !== '' || answer !== '');

/** What is sent of a draft: the parts of its type, and what was left empty is left out. */
export function orderOf(
  { type, enrollment }: Pick<TokenType, 'type' | 'enrollment'>,
  draft: Draft,
): TokenOrder {
  const contacts = contactsOf(enrollment, draft);
  const { provider, serial, questions, key } = enrollment;
  return {
    type,
    ...filled({ label: draft.label.trim(), comment: draft.comment.trim() }),
    ...(contacts.includes('phone') && { phone: number(draft.phone) }),
    ...(contacts.includes('email') && { email: draft.email.trim() }),
    ...(contacts.includes('account') && filled({ account: draft.account.trim() })),
    ...(provider && filled({ provider: draft.provider })),
    ...(serial && { serial: draft.serial.trim() }),
    ...(questions && { questions: asked(draft.questions) }),
    ...(key && draft.typed && keyOf(draft, key)),
  };
}

const keyOf = ({ secret, counter, ...draft }: Draft, choices: KeyChoices): Partial<TokenOrder> => ({
  secret: secret.trim(),
  algorithm: chosen(choices.algorithm, draft.algorithm),
  digits: chosen(choices.digits, draft.digits),
  ...(choices.periodSeconds.length > 0 && {
    periodSeconds: chosen(choices.periodSeconds, draft.periodSeconds),
  }),
  ...(choices.counter && { counter: Number(counter) }),
});

type Editable = Pick<Token, 'contacts' | 'device' | 'comment' | 'questions'>;

/** 2.07: what of this token can be changed: where codes go, its questions, its label, and a comment that it has. */
export function editableOf({ contacts: of, device, comment, questions }: Editable): {
  /** Where codes may go; the first is the kind of place they go to now. */
  readonly contacts: Form['contacts'];
  readonly questions: boolean;
  readonly comment: boolean;
} {
  const contacts = [...of];
  if (device?.includes('@'))
    contacts.sort((one, other) => Number(other === 'email') - Number(one === 'email'));
  return { contacts, questions: questions !== undefined, comment: comment !== null };
}

/** What was changed of the token, and nothing else. */
export function editOf(token: Token, draft: Draft): TokenEdit {
  const { contacts, questions, comment } = editableOf(token);
  const [label, note] = [draft.label.trim(), draft.comment.trim()];
  const typed = contacts.flatMap((contact) => {
    const place = contact === 'phone' ? number(draft.phone) : draft[contact].trim();
    return place === '' ? [] : [[contact, place]];
  });
  const answers = questions ? asked(draft.questions) : [];
  return {
    ...(label !== token.label && { label }),
    ...(comment && note !== token.comment && { comment: note }),
    ...Object.fromEntries(typed),
    ...(answers.length > 0 && { questions: answers }),
  };
}

/** 2.13: whether the token becomes one of another type as it is; of other types another one is enrolled. */
export const isReplaceable = ({ replaceableBy }: Pick<Token, 'replaceableBy'>): boolean =>
  replaceableBy.length > 0;
