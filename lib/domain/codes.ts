/** Sixteen characters of Crockford's alphabet, in either case: no letter that looks like a digit. */
const backupCodePattern = /^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{16}$/;

export interface TypedCode {
  readonly kind: 'otp' | 'look-up';
  readonly value: string;
}

/** Answers to the private questions that a verification asks (3.07), as they were typed. */
export interface TypedAnswers {
  readonly kind: 'answers';
  readonly answers: readonly TypedAnswer[];
}

export interface TypedAnswer {
  readonly questionId: string;
  readonly answer: string;
}

/**
 * Parses the typed input once (rule 4): removes ASCII spaces and hyphens, normalises nothing else, and refuses what
 * is then neither 4-10 ASCII digits nor a backup code. CVE-2025-6014 shows what parsing it twice leads to.
 */
export function parseCode(typed: string): TypedCode | undefined {
  const value = typed.replaceAll(/[ -]/g, '');
  if (/^[0-9]{4,10}$/.test(value)) return { kind: 'otp', value };
  // Tested before the case changes: some non-ASCII letters have ASCII capitals.
  return backupCodePattern.test(value) ? { kind: 'look-up', value: value.toUpperCase() } : undefined;
}
