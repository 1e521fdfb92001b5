import type { Provider, ProviderOrder } from '../../api/providers.ts';

/** A provider as it is being entered. */
export interface Draft {
  readonly name: string;
  readonly kind: Provider['kind'];
  /** One in a line, as `host:port`. */
  readonly servers: string;
  readonly nasIdentifier: string;
  readonly attempts: string;
  readonly url: string;
  readonly timeoutMilliseconds: string;
  readonly secret: string;
}

const radiusPort = 1812;

const emptyDraft: Draft = {
  name: '',
  kind: 'radius',
  servers: '',
  nasIdentifier: 'countersign',
  attempts: '2',
  url: '',
  timeoutMilliseconds: '1500',
  secret: '',
};

/** What is stored, without its secret: that is nowhere to be read again. */
export function draftOf(provider: Provider | undefined): Draft {
  if (!provider) return emptyDraft;
  const { name, kind } = provider;
  const common = { ...emptyDraft, name, kind, timeoutMilliseconds: String(provider.timeoutMilliseconds) };
  if (provider.kind === 'https') return { ...common, url: provider.url };
  const { servers, nasIdentifier, attempts } = provider;
  return { ...common, servers: servers.map(written).join('\n'), nasIdentifier, attempts: String(attempts) };
}

/** `[::1]:1812`: an IPv6 address has colons of its own. */
export const written = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

function serverOf(line: string): { host: string; port: number } {
  const parts = /^\[(.*)\](?::(\d+))?$/.exec(line) ?? /^([^:]*):(\d+)$/.exec(line) ?? [];
  const [, host = line, port = radiusPort] = parts;
  return { host, port: Number(port) };
}

/** What is sent: the members of its kind; a secret that was left empty stays as it is. */
export function orderOf(draft: Draft): ProviderOrder {
  const secret = draft.secret === '' ? {} : { secret: draft.secret };
  const timeoutMilliseconds = Number(draft.timeoutMilliseconds);
  if (draft.kind === 'https') return { kind: 'https', url: draft.url.trim(), timeoutMilliseconds, ...secret };
  const lines = draft.servers.split('\n').map((line) => line.trim());
  return {
    kind: 'radius',
    servers: lines.filter((line) => line !== '').map(serverOf),
    timeoutMilliseconds,
    attempts: Number(draft.attempts),
    nasIdentifier: draft.nasIdentifier.trim(),
    ...secret,
  };
}

/** As Standard Webhooks writes keys. */
export function newSigningKey(
  random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
): string {
  const bytes = random(new Uint8Array(32));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
