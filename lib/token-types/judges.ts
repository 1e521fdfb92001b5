import type { Judge, KeyBased } from './contract.ts';

/** Judges by the key that device and service share. */
export const judgeByKey =
  ({ check }: KeyBased): Judge =>
  async ({ code, openKey, parameters, lastUsedMovingFactor, now, window }) =>
    openKey && parameters
      ? check({ code, key: await openKey(), parameters, lastUsedMovingFactor, now, window })
      : { outcome: 'wrong' };

/** Judges by the code that was sent. It has no counter: it is good for what it was sent for. */
export const judgeBySentCode: Judge = async ({ isSentCode }) => ({
  outcome: (await isSentCode()) ? 'accepted' : 'wrong',
});

/** Leaves the judgement to a provider. */
export const judgeElsewhere: Judge = async () => ({ outcome: 'elsewhere' });
