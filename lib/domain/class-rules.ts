import {
  type ClassPolicy,
  defaultClass,
  defaultClassName,
  type FactorKey,
  type PasswordResetPolicy,
  type Priorities,
  parseDomain,
  type QuestionsPolicy,
} from './classes.ts';
import type { Purpose } from './session-state.ts';

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** An administrator's input about a class. Omitted members stay as they are; `null` clears. */
export interface ClassChange
  extends Given<
    Omit<
      ClassPolicy,
      'name' | 'restrictEmailsToDomain' | 'provider' | 'factors' | 'questions' | 'passwordReset'
    >
  > {
  readonly restrictEmailsToDomain?: string | null | undefined;
  readonly provider?: string | null | undefined;
  readonly factors?: Given<Record<Purpose, Given<Record<FactorKey, number>>>> | undefined;
  readonly questions?: Given<QuestionsPolicy> | undefined;
  readonly passwordReset?: Given<PasswordResetPolicy> | undefined;
}

/** The factors of the built-in class that need no provider: a class names its own. */
const everyFactor = withoutProvider(defaultClass.factors['sign-in']);

/** The starting point of a new class, filled in like seed 003's screen. */
export function newClass(name: string, { factors }: Pick<ClassChange, 'factors'>): ClassPolicy {
  // Restricting sign-ins restricts the other purposes too, until they are set.
  const signIn = factors?.['sign-in'] ? priorities(factors['sign-in']) : everyFactor;
  // A remembered device is no answer to "do you approve this?".
  const { device: _device, ...asked } = signIn;
  const all = { 'sign-in': signIn, approval: asked, 'password-reset': asked };
  if (name === defaultClassName) return { ...defaultClass, factors: all };
  return {
    name,
    text: '',
    preferredDevice: 'E',
    otherwisePrefer: 'E',
    allowOtpInsteadOfTotp: false,
    factors: all,
    questions: { count: 0, maximumRetries: 3, waitSeconds: 60 },
    passwordReset: { verifyBy: 'M', deliverBy: 'N', resetBy: 1, changeWithinMinutes: 10 },
  };
}

/** The class after the change. */
export function changeClass(before: ClassPolicy, change: ClassChange): ClassPolicy {
  const { restrictEmailsToDomain, provider, factors, questions, passwordReset, ...plain } = change;
  const {
    restrictEmailsToDomain: domain = null,
    provider: asked = null,
    ...kept
  } = { ...before, ...given({ restrictEmailsToDomain, provider }) };
  return {
    ...kept,
    ...given(plain),
    ...(domain === null ? {} : { restrictEmailsToDomain: parseDomain(domain) ?? domain }),
    ...(asked === null ? {} : { provider: asked }),
    factors: {
      ...before.factors,
      ...Object.fromEntries(
        Object.entries(given(factors ?? {})).map(([purpose, of]) => [purpose, priorities(of)]),
      ),
    },
    questions: { ...before.questions, ...given(questions ?? {}) },
    passwordReset: { ...before.passwordReset, ...given(passwordReset ?? {}) },
  };
}

/**
 * Contradictions, and rules under which nobody could sign in.
 *
 * @param providers the names of the configured providers
 */
export function flawsOf(
  policy: ClassPolicy,
  before: ClassPolicy | undefined,
  providers: readonly string[],
): { path: string; message: string }[] {
  const { factors, provider, questions, preferredDevice, restrictEmailsToDomain: domain } = policy;
  const purposes = Object.entries(factors) as [Purpose, Priorities][];
  const withApi = purposes.find(([, { api }]) => api !== undefined);
  const withQuestions = purposes.find(([, of]) => of.questions !== undefined);
  return [
    ...(domain !== undefined && parseDomain(domain) === undefined
      ? [{ path: 'restrictEmailsToDomain', message: 'must be a domain such as example.org, without @' }]
      : []),
    ...(withApi && provider === undefined
      ? [{ path: 'provider', message: `is required because factors.${withApi[0]} uses api` }]
      : []),
    ...(provider !== undefined && provider !== before?.provider && !providers.includes(provider)
      ? [{ path: 'provider', message: 'is not an existing provider: set it up first' }]
      : []),
    ...(withQuestions && questions.count === 0
      ? [
          {
            path: 'questions.count',
            message: `must be 1 to 10 because factors.${withQuestions[0]} uses questions`,
          },
        ]
      : []),
    ...(preferredDevice !== 'N' && Object.keys(factors['sign-in']).length === 0
      ? [
          {
            path: 'factors.sign-in',
            message: 'must name a factor, or nobody could sign in; use preferredDevice N to ask for none',
          },
        ]
      : []),
  ];
}

/** Members that differ, by name only, two levels deep: what the audit records about a change. */
export function changedMembers(before: ClassPolicy | undefined, after: ClassPolicy): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]) as Set<keyof ClassPolicy>;
  names.delete('name');
  return [...names].sort().flatMap((name) => {
    const [was, is] = [before?.[name], after[name]];
    if (typeof is !== 'object') return was === is ? [] : [name];
    const old = (was ?? {}) as Readonly<Record<string, unknown>>;
    return Object.entries(is)
      .filter(([member, value]) => sorted(old[member]) !== sorted(value))
      .map(([member]) => `${name}.${member}`);
  });
}

const sorted = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : String(value);

function priorities(of: Given<Record<FactorKey, number>>): Priorities {
  return given(of) as Priorities;
}

function withoutProvider({ api: _api, ...rest }: Priorities): Priorities {
  return rest;
}

function given<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
