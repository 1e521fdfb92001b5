import { language } from '../shared/language.ts';
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

/** Where codes are to go, of a form that asks for it: the field that was filled in, or an empty one to be refused. */
export function contactOf(entered: FormData): { phone?: string; email?: string } {
  if (entered.has('email') && !entered.get('phone')) return { email: typed(entered, 'email') };
  return entered.has('phone') ? { phone: typedPhone(entered) } : {};
}

/** The tokens that can show that it is really their owner who changes something. */
export const freshTokens = ({ tokens }: Pick<Own, 'tokens'>): Token[] =>
  tokens.filter(({ freshFactor }) => freshFactor);

/** What the page offers to add: the service says of each type how it is offered, and what is entered. */
export const offeredTypes = ({ tokenTypes }: Pick<Own, 'tokenTypes'>): Offered[] =>
  tokenTypes.flatMap(({ type, offer, enrollment: { contacts } }) =>
    offer ? [{ type, offer: offer[language], contacts }] : [],
  );

interface Offered {
  readonly type: string;
  readonly offer: string;
  readonly contacts: Own['tokenTypes'][number]['enrollment']['contacts'];
}

/** Whether removing it leaves nothing to sign in with. */
export const isLastActive = ({ tokens }: Pick<Own, 'tokens'>, { tokenId, status }: Token): boolean =>
  status === 'ACTIVE' &&
  !tokens.some((one) => one.tokenId !== tokenId && one.status === 'ACTIVE' && !one.questions);

/** Whether changes may be offered: a disabled or expired account is for the help desk. */
export const mayChange = ({ status }: Pick<Own, 'status'>): boolean =>
  status.stage !== 'expired' && attribute(status, 'accountEnabled') !== 'False';

export const attribute = ({ attributes }: Own['status'], wanted: string): string | undefined =>
  attributes.find(({ key }) => key === wanted)?.value;
