import type { attester as load } from './attest.ts';

/** The attester, loaded with the first requested assertion: no other sign-in pays for signing at its cold start. */
export const attester: typeof load = async (...given) => (await import('./attest.ts')).attester(...given);
