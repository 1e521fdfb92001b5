import { backupCodePattern } from '../token-types/backup-codes.ts';

export interface TypedCode {
  readonly kind: 'otp' | 'look-up';
  readonly value: string;
}

/**
 * What was typed, read once (rule 4): ASCII spaces and hyphens go, nothing else is normalised, and what then is
 * neither 4-10 ASCII digits nor a backup code is refused. CVE-2025-6014 is what comes of reading it twice.
 */
export function parseCode(typed: string): TypedCode | undefined {
  const value = typed.replaceAll(/[ -]/g, '');
  if (/^[0-9]{4,10}$/.test(value)) return { kind: 'otp', value };
  const upper = value.toUpperCase();
  return backupCodePattern.test(upper) ? { kind: 'look-up', value: upper } : undefined;
}
