/** External services that verify codes (3.05: app, api, radius). */
export type Provider = RadiusProvider | HttpsProvider;

export interface RadiusProvider {
  readonly name: string;
  readonly kind: 'radius';
  /** Asked in this order: the next one if one does not answer. */
  readonly servers: readonly RadiusServer[];
  /** How long to wait for the answer to one packet. */
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
  /** For the whole call, including a second try. */
  readonly timeoutMilliseconds: number;
}

/** As stored: the shared secret is sealed and never shown. */
export type StoredProvider = Provider & { readonly secret: Uint8Array };

/** A verification waits for its providers, and a function may run for ten seconds. */
export const longestAskMilliseconds = 8_000;

/** How long asking takes when no provider answers. */
export function longestAsk(provider: Provider): number {
  const { timeoutMilliseconds } = provider;
  return provider.kind === 'https'
    ? timeoutMilliseconds
    : timeoutMilliseconds * provider.attempts * provider.servers.length;
}

/** Whether the secret of one may be used with the other: the same address and the same protocol. */
export function samePlace(a: Provider, b: Provider): boolean {
  if (a.kind === 'https') return b.kind === 'https' && a.url === b.url;
  return b.kind === 'radius' && JSON.stringify(a.servers) === JSON.stringify(b.servers);
}
