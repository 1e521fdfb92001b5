import { createSocket } from 'node:dgram';
import { longestAskMilliseconds, type Provider } from '../domain/providers.ts';
import { resolveHost } from './addresses.ts';
import type { Delegation, ProviderAnswer } from './contract.ts';
import { askHttps } from './https.ts';
import { askRadius } from './radius.ts';

interface Ports {
  readonly clock: () => number;
  readonly random: (bytes: number) => Buffer;
  readonly loopback: boolean;
}

/** Asks providers over the network, each with its own protocol. */
export function networkDelegation({ clock, random, loopback }: Ports): Delegation {
  const radius = {
    createSocket: (family: 4 | 6) => createSocket(family === 6 ? 'udp6' : 'udp4'),
    resolve: resolveHost,
    random,
    loopback,
  };
  const https = { resolve: resolveHost, clock, loopback };
  return {
    loopback,
    async ask(provider: Provider, secret, question): Promise<ProviderAnswer> {
      const asked =
        provider.kind === 'radius'
          ? askRadius(radius, provider, secret, question)
          : askHttps(https, provider, secret, question);
      return within(longestAskMilliseconds, asked);
    },
  };
}

/** Resolving a name may take longer than the time allowed for an answer. */
async function within(milliseconds: number, asked: Promise<ProviderAnswer>): Promise<ProviderAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ProviderAnswer>((resolve) => {
    timer = setTimeout(() => resolve('unavailable'), milliseconds);
  });
  try {
    return await Promise.race([asked, late]);
  } catch {
    return 'unavailable';
  } finally {
    clearTimeout(timer);
  }
}
