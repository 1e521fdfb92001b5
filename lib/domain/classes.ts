import type { Purpose } from './session-state.ts';

/** Seed 003's authentication factors, in the order of its screen. */
export const factorKeys = ['otp', 'totp', 'questions', 'app', 'api', 'device', 'card', 'radius'] as const;

export type FactorKey = (typeof factorKeys)[number];

/** 3.05: 1 is asked first, 9 last; a factor that is absent is not used. */
export type Priorities = Readonly<Partial<Record<FactorKey, number>>>;

/** The rules by which members of a class are verified (seed 003, figure 1). */
export interface ClassPolicy {
  readonly name: string;
  readonly text: string;
  /** 3.02: N no second factor, C cell phone, E email, S screen: where a sent code goes first. */
  readonly preferredDevice: 'N' | 'C' | 'E' | 'S';
  /** 3.02: where it goes when there is no screen. */
  readonly otherwisePrefer: 'C' | 'E';
  /** 3.03: codes and links go to addresses of this domain only. */
  readonly restrictEmailsToDomain?: string;
  /** 3.04: whether a sent code may replace TOTP. */
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
  /** 1-998 minutes; 999 = no limit. */
  readonly changeWithinMinutes: number;
}

/** 3.10: the class of users without a class, unless a class of this name is defined. */
export const defaultClassName = '*DFT';
/** 3.10: members are never asked for a second factor. */
export const neverClassName = '*NEVER';

/** Every factor may answer, authenticators before sent codes. */
const everything: Priorities = { totp: 1, card: 2, otp: 3, app: 4, api: 5, radius: 6 };

export const defaultClass: ClassPolicy = {
  name: defaultClassName,
  text: 'Everybody without another class',
  preferredDevice: 'S',
  otherwisePrefer: 'E',
  allowOtpInsteadOfTotp: true,
  factors: { 'sign-in': { ...everything, device: 1 }, approval: everything, 'password-reset': everything },
  questions: { count: 0, maximumRetries: 3, waitSeconds: 60 },
  passwordReset: { verifyBy: 'M', deliverBy: 'N', resetBy: 9, changeWithinMinutes: 10 },
};

/** The rules that `*NEVER` amounts to, for display. Its members are not required to use two factors at all. */
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

/**
 * A class, defined or built in. Checks own members only: a class may have the name of something that every object
 * inherits.
 */
export function definedClass(name: string, classes: Classes): ClassPolicy | undefined {
  if (name === neverClassName) return neverClass;
  if (Object.hasOwn(classes, name)) return classes[name];
  return name === defaultClassName ? defaultClass : undefined;
}

/** The policy that applies to a person: that of the named class, of `*DFT` as defined, or the built-in one. */
export function classOf(name: string | undefined, classes: Classes): ClassPolicy {
  const own = definedClass(name ?? defaultClassName, classes);
  return own ?? definedClass(defaultClassName, classes) ?? defaultClass;
}

/** Letters of any script: {@link parseDomain} compares names in their DNS form, which is ASCII. */
const domainPattern =
  /^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** @returns a domain in its canonical spelling for comparison, or `undefined` if it is not a domain */
export function parseDomain(text: string): string | undefined {
  if (!domainPattern.test(text) || !URL.canParse(`http://${text}`)) return undefined;
  const { hostname } = new URL(`http://${text}`);
  // The URL parser turns anything that looks like a number into an IPv4 address.
  return /[a-z]/.test(hostname) ? hostname : undefined;
}

/**
 * 3.03: whether codes and links may go to this address. The domain is the one after the last `@`, without its
 * subdomains: `example.org` allows neither `sub.example.org` nor `notexample.org`.
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
