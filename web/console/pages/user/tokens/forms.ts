import type { Token, TokenEdit, TokenOrder } from '../../../api/tokens.ts';

/** What an operator enters of a token. Behaviour follows the type; its name is the administrator's (2.04). */
export type Part = 'key' | 'counter' | 'period' | 'phone' | 'email' | 'serial' | 'questions' | 'account';

const parts: Readonly<Record<string, readonly Part[]>> = {
  totp: ['key', 'period'],
  hotp: ['key', 'counter'],
  hardware: ['serial'],
  virtual: ['phone', 'email'],
  sms: ['phone'],
  email: ['email'],
  questions: ['questions'],
  radius: ['account'],
  api: ['account'],
  app: ['account'],
};

export const isType = (type: string): boolean => Object.hasOwn(parts, type);

export const partsOf = (type: string): readonly Part[] => parts[type] ?? [];

/** The types that operators may register, of those that this console has a form for (2.01). */
export const registrable = <T extends { type: string; operatorCanEnroll: boolean; obsolete: boolean }>(
  types: readonly T[],
): T[] =>
  types.filter(({ type, operatorCanEnroll, obsolete }) => operatorCanEnroll && !obsolete && isType(type));

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
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits: 6 | 8;
  readonly periodSeconds: 30 | 60;
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

const asked = (questions: Draft['questions']) =>
  questions
    .map(({ question, answer }) => ({ question: question.trim(), answer }))
    .filter(({ question, answer }) => question !== '' || answer !== '');

/** What is sent of a draft: the parts of its type, and what was left empty is left out. */
export function orderOf(type: string, draft: Draft): TokenOrder {
  const has = (part: Part) => partsOf(type).includes(part);
  const either = has('phone') && has('email');
  return {
    type,
    ...filled({ label: draft.label.trim(), comment: draft.comment.trim() }),
    ...(has('phone') && (!either || draft.channel === 'phone') && { phone: number(draft.phone) }),
    ...(has('email') && (!either || draft.channel === 'email') && { email: draft.email.trim() }),
    ...(has('account') && filled({ account: draft.account.trim(), provider: draft.provider })),
    ...(has('serial') && { serial: draft.serial.trim() }),
    ...(has('questions') && { questions: asked(draft.questions) }),
    ...(has('key') && draft.typed && keyOf(draft, has)),
  };
}

const keyOf = (
  { secret, algorithm, digits, periodSeconds, counter }: Draft,
  has: (part: Part) => boolean,
): Partial<TokenOrder> => ({
  secret: secret.trim(),
  algorithm,
  digits,
  ...(has('period') && { periodSeconds }),
  ...(has('counter') && { counter: Number(counter) }),
});

/** 2.07: what of this token can be changed: where codes go, its questions, its label, and a comment that it has. */
export function editableOf({ type, device, comment }: Pick<Token, 'type' | 'device' | 'comment'>): {
  /** Where codes may go; the first is the kind of place they go to now. */
  readonly contacts: readonly ('phone' | 'email' | 'account')[];
  readonly questions: boolean;
  readonly comment: boolean;
} {
  const of = partsOf(type);
  const contacts = (['phone', 'email', 'account'] as const).filter((part) => of.includes(part));
  if (device?.includes('@'))
    contacts.sort((one, other) => Number(other === 'email') - Number(one === 'email'));
  return { contacts, questions: of.includes('questions'), comment: comment !== null };
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

/** 2.13: whether the token becomes a Virtual one as it is; of other types another one is enrolled. */
export const isReplaceable = ({ type }: Pick<Token, 'type'>): boolean => type === 'sms' || type === 'email';
