/** Who judges codes that are not judged here (3.05: app, api, radius). */
export type Provider = RadiusProvider | HttpsProvider;

export interface RadiusProvider {
  readonly name: string;
  readonly kind: 'radius';
  /** Asked in this order: the next one when one does not answer. */
  readonly servers: readonly RadiusServer[];
  /** How long one packet waits for its answer. */
  readonly timeoutMilliseconds: number;
  /** How often the packet is sent to one server. */
  readonly attempts: number;
  readonly nasIdentifier: string;
}

export interface RadiusServer {
  readonly host: string;
  readonly port: number;
}

export interface HttpsProvider {
  readonly name: string;
  readonly kind: 'https';
  readonly url: string;
  /** For the whole call-out, a second try included. */
  readonly timeoutMilliseconds: number;
}

/** As it is kept: what is shared with the provider is sealed, and never shown. */
export type StoredProvider = Provider & { readonly secret: Uint8Array };

/** A verification waits for its providers, and a function may run for ten seconds. */
export const longestAskMilliseconds = 8_000;

/** How long asking takes when nobody answers. */
export function longestAsk(provider: Provider): number {
  const { timeoutMilliseconds } = provider;
  return provider.kind === 'https'
    ? timeoutMilliseconds
    : timeoutMilliseconds * provider.attempts * provider.servers.length;
}

/** Whether what is shared with one may be used with the other: the same place, spoken to in the same way. */
export function samePlace(a: Provider, b: Provider): boolean {
  if (a.kind === 'https') return b.kind === 'https' && a.url === b.url;
  return b.kind === 'radius' && JSON.stringify(a.servers) === JSON.stringify(b.servers);
}
