/** Node hashes natively; stream events are never signed; retries use the standard mode. */
class Unused {
  constructor() {
    throw new Error('Left out of the bundle: see build/bundle.ts');
  }
}

export { Unused as AdaptiveRetryStrategy, Unused as Sha256Js };

/** Created with every signer, used for none. */
export class HeaderFormatter {}
