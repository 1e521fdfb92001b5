import { createSecretKey, type KeyObject } from 'node:crypto';
import { hotpCode } from '../../lib/token-types/otp.ts';
import type { Holder } from './peer.ts';

const parameters = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;

export const codeAt = (key: KeyObject, counter: number): string => hotpCode(key, counter, parameters);

/** A user's token: every code once, in order. If a token has to be confirmed, the first code was used for that. */
export class CounterToken {
  readonly holder: Holder;
  readonly #key: KeyObject;
  #counter = 1;

  constructor(holder: Holder) {
    this.holder = holder;
    this.#key = createSecretKey(Buffer.from(holder.secret));
  }

  next(): string {
    return codeAt(this.#key, this.#counter++);
  }
}
