import type { Judge, KeyBased } from './contract.ts';

/** Checks by the key that device and service share. */
export const judgeByKey =
  ({ check }: KeyBased): Judge =>
  async ({ code, openKey, parameters, lastUsedMovingFactor, now, window }) =>
    openKey && parameters
      ? check({ code, key: await openKey(), parameters, lastUsedMovingFactor, now, window })
      : { outcome: 'wrong' };

/** Checks by the code that was sent. It has no counter: the code is valid only for what it was sent for. */
export const judgeBySentCode: Judge = async ({ isSentCode }) => ({
  outcome: (await isSentCode()) ? 'accepted' : 'wrong',
});

/** Leaves the verdict to a provider. */
export const judgeElsewhere: Judge = async () => ({ outcome: 'elsewhere' });
