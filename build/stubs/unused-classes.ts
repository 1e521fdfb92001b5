/** Node hashes natively; events of a stream are never signed; retries are of the standard mode. */
class Unused {
  constructor() {
    throw new Error('Left out of the bundle: see build/bundle.ts');
  }
}

export { Unused as AdaptiveRetryStrategy, Unused as Sha256Js };

/** Made with every signer, used for none. */
export class HeaderFormatter {}
