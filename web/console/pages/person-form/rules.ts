import type { NewPerson, PersonChange, User } from '../../api/users.ts';

/** Text of a person that may be missing. */
export const optionalTexts = [
  'firstName',
  'familyName',
  'language',
  'birthDate',
  'phone',
  'smsProvider',
  'officePhone',
  'ipGroup',
  'externalId',
  'defaultUserId',
  'idNumber',
  'employeeNumber',
] as const;

export type OptionalText = (typeof optionalTexts)[number];
export type TextField = 'displayName' | 'email' | OptionalText;

/** A person as typed: what is empty is not there. */
export interface PersonForm extends Readonly<Record<TextField, string>> {
  readonly class: string;
  readonly roles: readonly string[];
  readonly twoFactorRequired: boolean;
  readonly active: boolean;
}

const defaultClass = '*DFT';

const empty = Object.fromEntries(optionalTexts.map((name) => [name, ''])) as Record<OptionalText, string>;

export const newForm: PersonForm = {
  ...empty,
  displayName: '',
  email: '',
  class: defaultClass,
  roles: [],
  twoFactorRequired: true,
  active: true,
};

export const formOf = (user: User): PersonForm => ({
  ...(Object.fromEntries(optionalTexts.map((name) => [name, user[name] ?? ''])) as Record<
    OptionalText,
    string
  >),
  displayName: user.displayName,
  email: user.email,
  class: user.class ?? defaultClass,
  roles: user.roles ?? [],
  twoFactorRequired: user.twoFactorRequired,
  active: user.active,
});

/** Without blanks at the ends; whoever has no display name is shown by first and family name. */
function tidy(form: PersonForm): PersonForm {
  const trimmed = Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]),
  ) as unknown as PersonForm;
  const { firstName, familyName } = trimmed;
  return { ...trimmed, displayName: trimmed.displayName || `${firstName} ${familyName}`.trim() };
}

/** What `POST /v1/users` takes: fields that are empty are left out. */
export function newPersonOf(userId: string, form: PersonForm): NewPerson {
  const { class: className, ...person } = tidy(form);
  const filled = Object.entries(person).filter(([, value]) => value !== '');
  return {
    ...Object.fromEntries(filled),
    userId: userId.trim(),
    displayName: person.displayName,
    email: person.email,
    ...(className === defaultClass ? {} : { class: className }),
  } as NewPerson;
}

/** What `PATCH /v1/users/{userId}` takes: what differs, `null` for what was emptied. Nothing if nothing differs. */
export function changeOf(before: User, form: PersonForm): PersonChange {
  const old = formOf(before);
  const now = tidy(form);
  const changed = (Object.keys(old) as (keyof PersonForm)[]).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  );
  const clearable = (name: string): boolean => (optionalTexts as readonly string[]).includes(name);
  return Object.fromEntries(
    changed.map((name) => [name, now[name] === '' && clearable(name) ? null : now[name]]),
  );
}

/** A refusal's errors by the field of the form they belong to: `roles.0` belongs to the roles. */
export function errorsByField(
  errors: readonly { readonly path: string; readonly message: string }[],
): Readonly<Record<string, string>> {
  const byField: Record<string, string> = {};
  for (const { path, message } of errors) {
    const field = path.replace(/[.[].*$/, '');
    byField[field] = field in byField ? `${byField[field]}; ${message}` : message;
  }
  return byField;
}
