import type { Own, Token } from './api.ts';

/** What was typed into a field, without what stands around it. */
export const typed = (entered: FormData, field: string): string => String(entered.get(field) ?? '').trim();

/** A code as it is sent: people type it in groups. */
export const typedCode = (entered: FormData): string | undefined => {
  const code = typed(entered, 'code').replace(/[ -]/g, '');
  return /^\d{4,10}$/.test(code) ? code : undefined;
};

/** A number as it is sent, without what makes it readable: `+44 (0)20` is left wrong, for only its owner knows. */
export const typedPhone = (entered: FormData): string => typed(entered, 'phone').replace(/[ ./-]/g, '');

/** Providers verify their codes, or they take answers: neither is a fresh factor (rule 9 of the service). */
const unfit: readonly string[] = ['questions', 'radius', 'api', 'app'];

/** The tokens that can show that it is really their owner who changes something. */
export const freshTokens = ({ tokens }: Pick<Own, 'tokens'>): Token[] =>
  tokens.filter(({ status, type }) => status === 'ACTIVE' && !unfit.includes(type));

/** Whether removing it leaves nothing to sign in with. */
export const isLastActive = ({ tokens }: Pick<Own, 'tokens'>, { tokenId, status }: Token): boolean =>
  status === 'ACTIVE' &&
  !tokens.some((one) => one.tokenId !== tokenId && one.status === 'ACTIVE' && one.type !== 'questions');

/** Whether changes may be offered: a disabled or expired account is for the help desk. */
export const mayChange = ({ status }: Pick<Own, 'status'>): boolean =>
  status.stage !== 'expired' && attribute(status, 'accountEnabled') !== 'False';

export const attribute = ({ attributes }: Own['status'], wanted: string): string | undefined =>
  attributes.find(({ key }) => key === wanted)?.value;
