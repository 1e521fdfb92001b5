import type { Purpose } from './session-state.ts';

/** Seed 003's authentication factors, in the order of its screen. */
export const factorKeys = ['otp', 'totp', 'questions', 'app', 'api', 'device', 'card', 'radius'] as const;

export type FactorKey = (typeof factorKeys)[number];

/** 3.05: 1 is asked first, 9 last; a factor that is absent is not used. */
export type Priorities = Readonly<Partial<Record<FactorKey, number>>>;

/** What a class of persons is verified by (seed 003, figure 1). */
export interface ClassPolicy {
  readonly name: string;
  readonly text: string;
  /** 3.02: N no second factor, C cell phone, E email, S screen: where a code that is sent goes first. */
  readonly preferredDevice: 'N' | 'C' | 'E' | 'S';
  /** 3.02: where it goes when there is no screen. */
  readonly otherwisePrefer: 'C' | 'E';
  /** 3.03: codes and links go to addresses of this domain and no other. */
  readonly restrictEmailsToDomain?: string;
  /** 3.04: whether a code that is sent may stand in for TOTP. */
  readonly allowOtpInsteadOfTotp: boolean;
  /** 3.06: the provider that the factor `api` asks. */
  readonly provider?: string;
  readonly factors: Readonly<Record<Purpose, Priorities>>;
  readonly questions: QuestionsPolicy;
  readonly passwordReset: PasswordResetPolicy;
}

/** 3.07. */
export interface QuestionsPolicy {
  /** Questions asked in one verification, 0-10. */
  readonly count: number;
  /** Wrong tries before the wait; 0 = no limit of its own. */
  readonly maximumRetries: number;
  /** 1-998 seconds; 999 = no further try until an operator helps. */
  readonly waitSeconds: number;
}

/** 3.08. */
export interface PasswordResetPolicy {
  /** N not at all, C by a code to the cell phone, E by mail, M by the factors of the class. */
  readonly verifyBy: 'N' | 'C' | 'E' | 'M';
  /** S on the screen, C to the cell phone, E by mail, N entered by the user. */
  readonly deliverBy: 'S' | 'C' | 'E' | 'N';
  /** 1 a new password, 2 the profile is enabled, 9 the user selects. */
  readonly resetBy: 1 | 2 | 9;
  /** 1-998 minutes; 999 = whenever. */
  readonly changeWithinMinutes: number;
}

/** 3.10: the class of whoever names none, unless a class of this name is defined. */
export const defaultClassName = '*DFT';
/** 3.10: never asked for a second factor. */
export const neverClassName = '*NEVER';

/** Every factor may answer, authenticators before codes that are sent. */
const everything: Priorities = { totp: 1, card: 2, otp: 3, app: 4, api: 5, radius: 6 };

export const defaultClass: ClassPolicy = {
  name: defaultClassName,
  text: 'Whoever is in no other class',
  preferredDevice: 'S',
  otherwisePrefer: 'E',
  allowOtpInsteadOfTotp: true,
  factors: { 'sign-in': { ...everything, device: 1 }, approval: everything, 'password-reset': everything },
  questions: { count: 0, maximumRetries: 3, waitSeconds: 60 },
  passwordReset: { verifyBy: 'M', deliverBy: 'N', resetBy: 9, changeWithinMinutes: 10 },
};

/** What `*NEVER` comes to, for whoever looks at it. Its members are not required to use two factors at all. */
export const neverClass: ClassPolicy = {
  name: neverClassName,
  text: 'Never asked for a second factor',
  preferredDevice: 'N',
  otherwisePrefer: 'E',
  allowOtpInsteadOfTotp: false,
  factors: { 'sign-in': {}, approval: {}, 'password-reset': {} },
  questions: { count: 0, maximumRetries: 3, waitSeconds: 60 },
  passwordReset: { verifyBy: 'N', deliverBy: 'N', resetBy: 1, changeWithinMinutes: 10 },
};

type Classes = Readonly<Record<string, ClassPolicy>>;

/** A class as defined or built in. Own members only: a class may be named like something every object has. */
export function definedClass(name: string, classes: Classes): ClassPolicy | undefined {
  if (name === neverClassName) return neverClass;
  if (Object.hasOwn(classes, name)) return classes[name];
  return name === defaultClassName ? defaultClass : undefined;
}

/** The policy a person is under: that of the class named, of `*DFT` as defined, or the one that is built in. */
export function classOf(name: string | undefined, classes: Classes): ClassPolicy {
  const own = definedClass(name ?? defaultClassName, classes);
  return own ?? definedClass(defaultClassName, classes) ?? defaultClass;
}

/** ASCII as in DNS; letters of other scripts are compared by what DNS makes of them. */
const domainPattern =
  /^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** @returns a domain in the one spelling in which domains are compared, or `undefined` if it is none */
export function parseDomain(text: string): string | undefined {
  if (!domainPattern.test(text) || !URL.canParse(`http://${text}`)) return undefined;
  const { hostname } = new URL(`http://${text}`);
  // What looks like a number would have become an IPv4 address.
  return /[a-z]/.test(hostname) ? hostname : undefined;
}

/**
 * 3.03: whether codes and links may go to this address. The domain is the one after the last `@` and none below
 * it: `example.org` allows neither `sub.example.org` nor `notexample.org`.
 */
export function mailAllowed(
  { restrictEmailsToDomain }: Pick<ClassPolicy, 'restrictEmailsToDomain'>,
  address: string,
): boolean {
  if (restrictEmailsToDomain === undefined) return true;
  const at = address.lastIndexOf('@');
  const domain = parseDomain(address.slice(at + 1));
  return at > 0 && domain !== undefined && domain === parseDomain(restrictEmailsToDomain);
}
