import type { ClassChange, PersonClass } from '../../api/classes.ts';

/** Seed 003's columns, in the order of its screen. */
export const factorKeys = ['otp', 'totp', 'questions', 'app', 'api', 'device', 'card', 'radius'] as const;
export const purposes = ['sign-in', 'approval', 'password-reset'] as const;

export type FactorKey = (typeof factorKeys)[number];
export type Purpose = (typeof purposes)[number];

/** In the address of the form for a new one. No class is called that: names begin with a letter or digit, or are fixed. */
export const newClassName = '*NEW';

/** A class as it is typed: numbers are the text of their fields. */
export interface Draft
  extends Pick<
    PersonClass,
    'name' | 'text' | 'preferredDevice' | 'otherwisePrefer' | 'allowOtpInsteadOfTotp'
  > {
  readonly restrictEmailsToDomain: string;
  readonly provider: string;
  readonly priorities: Readonly<Record<Purpose, Readonly<Record<FactorKey, string>>>>;
  readonly count: string;
  readonly maximumRetries: string;
  readonly waitSeconds: string;
  readonly verifyBy: PersonClass['passwordReset']['verifyBy'];
  readonly deliverBy: PersonClass['passwordReset']['deliverBy'];
  readonly resetBy: PersonClass['passwordReset']['resetBy'];
  readonly changeWithinMinutes: string;
}

const byPurpose = <T>(of: (purpose: Purpose) => T): Record<Purpose, T> =>
  Object.fromEntries(purposes.map((purpose) => [purpose, of(purpose)])) as Record<Purpose, T>;

/** The content of the form before anything is typed. */
export function draftOf({ factors, questions, passwordReset, ...plain }: PersonClass): Draft {
  const { name, text, preferredDevice, otherwisePrefer, allowOtpInsteadOfTotp } = plain;
  const { verifyBy, deliverBy, resetBy, changeWithinMinutes } = passwordReset;
  return {
    ...{ name, text, preferredDevice, otherwisePrefer, allowOtpInsteadOfTotp },
    restrictEmailsToDomain: plain.restrictEmailsToDomain ?? '',
    provider: plain.provider ?? '',
    priorities: byPurpose(
      (purpose) =>
        Object.fromEntries(factorKeys.map((key) => [key, String(factors[purpose][key] ?? '')])) as Record<
          FactorKey,
          string
        >,
    ),
    count: String(questions.count),
    maximumRetries: String(questions.maximumRetries),
    waitSeconds: String(questions.waitSeconds),
    ...{ verifyBy, deliverBy, resetBy },
    changeWithinMinutes: String(changeWithinMinutes),
  };
}

/** Seed 003's "Add New Class" as it prints it. */
export const newDraft: Draft = draftOf({
  name: '',
  text: '',
  preferredDevice: 'E',
  otherwisePrefer: 'E',
  allowOtpInsteadOfTotp: false,
  factors: { 'sign-in': { totp: 1 }, approval: {}, 'password-reset': {} },
  questions: { count: 0, maximumRetries: 3, waitSeconds: 60 },
  passwordReset: { verifyBy: 'M', deliverBy: 'N', resetBy: 1, changeWithinMinutes: 10 },
  builtIn: false,
});

/**
 * What differs from `before`, so that what somebody else changes meanwhile in other fields stays; without it everything
 * that the form says. What is blank is cleared. A number that is none is sent as it was typed: the service then says at
 * which field it is wrong.
 */
export function changeOf(draft: Draft, before?: Draft): ClassChange {
  const said = contentOf(draft);
  return before ? different(contentOf(before), said, 2) : said;
}

/** Members that differ, down to `levels`: below that a member is sent whole, as the service takes it. */
function different<T extends object>(before: T, after: T, levels: number): Partial<T> {
  const names = (Object.keys(after) as (keyof T)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const told = (was: unknown, is: unknown) =>
    levels > 1 && was && is && typeof was === 'object' && typeof is === 'object'
      ? different(was, is, levels - 1)
      : is;
  return Object.fromEntries(names.map((name) => [name, told(before[name], after[name])])) as Partial<T>;
}

function contentOf(draft: Draft): ClassChange {
  const { text, preferredDevice, otherwisePrefer, allowOtpInsteadOfTotp } = draft;
  const { verifyBy, deliverBy, resetBy } = draft;
  return {
    ...{ text: text.trim(), preferredDevice, otherwisePrefer, allowOtpInsteadOfTotp },
    restrictEmailsToDomain: draft.restrictEmailsToDomain.trim() || null,
    provider: draft.provider.trim() || null,
    factors: byPurpose((purpose) =>
      Object.fromEntries(
        Object.entries(draft.priorities[purpose])
          .filter(([, typed]) => typed.trim() !== '')
          .map(([key, typed]) => [key, number(typed)]),
      ),
    ),
    questions: {
      count: number(draft.count),
      maximumRetries: number(draft.maximumRetries),
      waitSeconds: number(draft.waitSeconds),
    },
    passwordReset: {
      ...{ verifyBy, deliverBy, resetBy },
      changeWithinMinutes: number(draft.changeWithinMinutes),
    },
  };
}

const number = (typed: string): number =>
  (/^-?\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : typed) as number;

/** The factors of a purpose in the order in which they are asked; equal ones side by side. */
export const inOrder = (priorities: Readonly<Partial<Record<FactorKey, number | undefined>>>): FactorKey[] =>
  factorKeys
    .filter((key) => priorities[key] !== undefined)
    .sort((one, other) => (priorities[one] ?? 0) - (priorities[other] ?? 0));
