import { keyIdOf, open } from '../../crypto/sealing.ts';
import type { ProviderAnswer, ProviderQuestion } from '../../delegation/contract.ts';
import { Problem } from '../../domain/problems.ts';
import { uncountFailure } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { TokenRecord, UserState } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { openContact } from '../keys/contacts.ts';
import { belongingOfProvider } from '../keys/secrets.ts';
import type { Elsewhere } from './judge-code.ts';

/** What is the same for all tokens of one attempt. */
export type AttemptQuestion = Omit<ProviderQuestion, 'account'>;

/** Asks one token's provider, once. A provider that is not configured counts as not answering. */
export async function askProvider(
  services: Services,
  { record, provider: name }: Elsewhere['asks'][number],
  asked: AttemptQuestion,
): Promise<ProviderAnswer> {
  const { providers } = await services.policy();
  const stored = name !== undefined && Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (!stored || record.kind !== 'contact') return 'unavailable';
  const { secret: sealed, ...provider } = stored;
  const key = await services.keyring.byId(keyIdOf(sealed));
  const secret = open(sealed, belongingOfProvider(stored.name), key);
  const account = await openContact(services, asked.userId, record.tokenId, record.device);
  const id = `${asked.id}.${record.tokenId}`;
  return services.delegation.ask(provider, secret, { ...asked, id, account });
}

export type ProvidersVerdict =
  | { readonly outcome: 'accepted'; readonly record: TokenRecord }
  | { readonly outcome: 'refused' | 'unavailable' };

/**
 * Asks the providers of all candidate tokens at the same time. One yes decides. One no, here or elsewhere, makes the
 * attempt a guess: nobody may guess for free at one provider while another does not answer.
 */
export async function askAll(
  services: Services,
  { asks, judgedHere }: Elsewhere,
  asked: AttemptQuestion,
): Promise<ProvidersVerdict> {
  const answers = await Promise.all(
    asks.map(async (ask) => ({ ...ask, answer: await askProvider(services, ask, asked) })),
  );
  const accepted = answers.find(({ answer }) => answer === 'accepted');
  if (accepted) return { outcome: 'accepted', record: accepted.record };
  const guessed = judgedHere || answers.some(({ answer }) => answer === 'refused');
  return { outcome: guessed ? 'refused' : 'unavailable' };
}

/** The state without what the attempt was charged before asking; its verification keeps the attempt. */
export function uncharge(state: UserState, tried: readonly string[], at: EpochSeconds): UserState {
  const tokens = Object.fromEntries(
    Object.entries(state.tokens).map(([id, token]) => [
      id,
      tried.includes(id) ? { ...token, failures: Math.max(0, token.failures - 1) } : token,
    ]),
  );
  return { ...state, tokens, failures: uncountFailure(state.failures, at) };
}

/**
 * An unanswered guess still counts for the day: otherwise a provider that is slow to say no could be asked without
 * limit.
 */
export function unchargeUnanswered(state: UserState, tried: readonly string[], at: EpochSeconds): UserState {
  const back = uncharge(state, tried, at);
  return { ...back, failures: { ...back.failures, hours: state.failures.hours } };
}

export const providerUnavailable = (): Problem =>
  new Problem(
    'delivery-unavailable',
    "The provider that verifies this token's codes does not respond or is not configured. Try again, or use another factor.",
    { retryAfterSeconds: 5 },
  );
