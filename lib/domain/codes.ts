/** Sixteen characters of Crockford's alphabet, in either case: no letter that reads as a digit. */
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
 * What was typed, read once (rule 4): ASCII spaces and hyphens go, nothing else is normalised, and what then is
 * neither 4-10 ASCII digits nor a backup code is refused. CVE-2025-6014 is what comes of reading it twice.
 */
export function parseCode(typed: string): TypedCode | undefined {
  const value = typed.replaceAll(/[ -]/g, '');
  if (/^[0-9]{4,10}$/.test(value)) return { kind: 'otp', value };
  // Tested before the case is changed: capitals of some letters are ASCII, the letters are not.
  return backupCodePattern.test(value) ? { kind: 'look-up', value: value.toUpperCase() } : undefined;
}
