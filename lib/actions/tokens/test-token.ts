import type { Actor } from '../../domain/authorization.ts';
import type { TypedCode } from '../../domain/codes.ts';
import { Problem } from '../../domain/problems.ts';
import { afterRightCode, assertNotThrottled, chargeGuess } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Services } from '../../services.ts';
import { changeUser } from '../gate/change-user.ts';
import { accountDisabled, capReached, makesItsCodes, notAllowed } from '../gate/refusals.ts';
import { openKey } from '../keys/secrets.ts';
import { askAll, providerUnavailable, uncharge, unchargeUnanswered } from '../verification/ask-providers.ts';
import type { CodeOnItsWay } from '../verification/code-order.ts';
import { activeTokens } from '../verification/factors.ts';
import { type Elsewhere, judgeCode } from '../verification/judge-code.ts';
import { prepareCode } from '../verification/send-code.ts';
import { findToken, type ShownToken, showToken, type TokenOrder } from './show-tokens.ts';
import { type Advice, adviceFor } from './token-advice.ts';

export interface TestResult {
  readonly passed: boolean;
  readonly advice?: readonly Advice[];
}

export const boundToTest = (tokenId: string): string => `test ${tokenId}`;

/** A counter does not depend on a clock. */
const notInARow = (): Problem =>
  new Problem(
    'invalid-code',
    'These are not two consecutive codes of this token after the last used one. Press the button twice, and enter both codes in order.',
  );

const notTestable = () => notAllowed('Only active tokens can be tested. Enable this one, or enroll another.');

/**
 * Sends a code outside a verification: for an operator's test of a token (2.08), or as a fresh factor of its user.
 *
 * @param boundTo the only purpose that the code is valid for
 */
export async function sendCodeTo(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  boundTo: string,
): Promise<CodeOnItsWay> {
  const policy = await services.policy();
  return changeUser<CodeOnItsWay>(services, { userId, actor }, async (user, now) => {
    if (!user.state.enabled) throw accountDisabled();
    findToken(user, tokenId);
    const usable = activeTokens(user, policy, now).find(({ record }) => record.tokenId === tokenId);
    if (!usable) throw notTestable();
    if (usable.type.provider) throw notAllowed('The provider contacts the user only in a verification.');
    const { record } = usable;
    if (usable.type.mode !== 'out-of-band' || record.kind !== 'contact') {
      throw makesItsCodes();
    }
    const { test, failures } = user.state;
    assertNotThrottled(failures, now);
    // Counts sends to any token: switching between tokens must not reset the count.
    const previous = test && test.expiresAt > now ? test : undefined;
    const order = { user, record, boundTo, previous };
    const { sent, along, answer } = await prepareCode(services, order, policy, now);
    return {
      state: { ...user.state, test: sent },
      event: { type: 'code.sent', details: { token: tokenId, channel: answer.channel } },
      along,
      alongRefusal: capReached(),
      answer,
    };
  });
}

/**
 * 2.08: tests a token with a code. The code is spent and a wrong one counts against the account like any other:
 * otherwise testing would allow unlimited guesses. Sign-ins are not affected.
 */
export async function testToken(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  code: TypedCode,
): Promise<TestResult> {
  const policy = await services.policy();
  const tested = await changeUser<TestResult | ChargedTest>(
    services,
    { userId, actor },
    async (user, now) => {
      const { state } = user;
      if (!state.enabled) throw accountDisabled();
      findToken(user, tokenId);
      const usable = activeTokens(user, policy, now).find(({ record }) => record.tokenId === tokenId);
      if (!usable) throw notTestable();
      if (usable.type.asks)
        throw notAllowed('Private questions cannot be tested. They are asked at a sign-in.');
      assertNotThrottled(state.failures, now);

      const boundTo = boundToTest(tokenId);
      const judgement = await judgeCode(services, {
        user,
        code,
        tokenId,
        sent: state.test,
        boundTo,
        policy,
        now,
      });
      if (judgement.outcome === 'elsewhere') {
        return {
          state: chargeGuess(state, judgement.tried, now).state,
          event: { type: 'verification.asked', details: { token: tokenId } },
          answer: { elsewhere: judgement, at: now },
        };
      }
      const passed = judgement.outcome === 'accepted';
      const event = { type: 'token.tested', details: { token: tokenId, passed } } as const;
      if (passed)
        return {
          state: afterRightCode(state, tokenId, judgement.lastUsedMovingFactor, now),
          event,
          answer: { passed },
        };
      const charged =
        judgement.outcome === 'wrong' ? chargeGuess(state, judgement.tried, now) : { state, told: {} };
      const advice = await adviceFor(services, user, usable, code, judgement.outcome, now);
      const details = { ...event.details, ...charged.told };
      return { state: charged.state, event: { ...event, details }, answer: { passed, advice } };
    },
  );
  if ('passed' in tested) return tested;
  return settleTest(services, actor, { userId, tokenId }, code, tested);
}

/** A test that a provider decides: charged as a failure before the provider is asked. */
interface ChargedTest {
  readonly elsewhere: Elsewhere;
  readonly at: EpochSeconds;
}

async function settleTest(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  code: TypedCode,
  { elsewhere, at }: ChargedTest,
): Promise<TestResult> {
  const id = `test.${services.random(9).toString('base64url')}`;
  const { outcome } = await askAll(services, elsewhere, { id, action: 'verify', userId, code: code.value });
  return changeUser<TestResult>(services, { userId, actor }, ({ state }, now) => {
    const details = { token: tokenId };
    if (outcome === 'unavailable') {
      return {
        state: unchargeUnanswered(state, elsewhere.tried, at),
        event: { type: 'verification.unanswered', details },
        refusal: providerUnavailable(),
      };
    }
    const passed = outcome === 'accepted';
    const event = { type: 'token.tested', details: { ...details, passed } } as const;
    if (passed) {
      return {
        state: afterRightCode(uncharge(state, elsewhere.tried, at), tokenId, undefined, now),
        event,
        answer: { passed },
      };
    }
    const detail = 'The provider rejected the code. Check the account there, and the one entered here.';
    return { state, event, answer: { passed, advice: [{ action: 'check-account', detail }] } };
  });
}

/**
 * 2.12: two consecutive codes, in order, move the counter past the second; anything else changes only the count of
 * failures.
 *
 * @throws Problem `invalid-code`
 */
export async function resetToken(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  codes: readonly [string, string],
): Promise<ShownToken> {
  const policy = await services.policy();
  return changeUser<ShownToken>(services, { userId, actor }, async (user, now) => {
    const { state } = user;
    if (!state.enabled) throw accountDisabled();
    findToken(user, tokenId);
    const usable = activeTokens(user, policy, now).find(({ record }) => record.tokenId === tokenId);
    if (!usable) throw notTestable();
    const { record, type } = usable;
    const { resynchronise } = type.key ?? {};
    if (!resynchronise || record.kind !== 'key')
      throw notAllowed('Tokens of this type have no counter to reset.');
    assertNotThrottled(state.failures, now);
    const key = await openKey(services, userId, record);
    const lastUsedMovingFactor = resynchronise({
      key,
      parameters: record.parameters,
      lastUsedMovingFactor: state.tokens[tokenId]?.lastUsedMovingFactor,
      codes,
    });
    const details = { token: tokenId };
    if (lastUsedMovingFactor === undefined) {
      const charged = chargeGuess(state, [tokenId], now);
      return {
        state: charged.state,
        event: { type: 'token.reset-failed', details: { ...details, ...charged.told } },
        refusal: notInARow(),
      };
    }
    const reset = afterRightCode(state, tokenId, lastUsedMovingFactor, now);
    const tokenState = reset.tokens[tokenId] ?? findToken(user, tokenId).tokenState;
    return {
      state: reset,
      event: { type: 'token.reset', details },
      answer: showToken({ record, tokenState }, policy, now),
    };
  });
}
