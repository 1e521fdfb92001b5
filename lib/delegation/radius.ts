import type { RadiusProvider } from '../domain/providers.ts';
import { type Address, mayCall, type Resolve } from './addresses.ts';
import type { ProviderAnswer, ProviderQuestion } from './contract.ts';
import { encodeRequest, readAnswer } from './radius-packet.ts';

/** The part of a UDP socket that is used here. */
export interface UdpSocket {
  connect(port: number, address: string, done: (error?: Error) => void): void;
  send(packet: Uint8Array): void;
  on(event: 'message', listener: (packet: Buffer) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): void;
}

export interface RadiusPorts {
  readonly createSocket: (family: 4 | 6) => UdpSocket;
  readonly resolve: Resolve;
  readonly random: (bytes: number) => Buffer;
  readonly loopback: boolean;
}

/**
 * Asks the servers in their order (RFC 2865 section 2.5): the same packet again while one is silent, then the next
 * server. Access-Accept is a yes, Access-Reject and Access-Challenge are a no, silence is neither.
 */
export async function askRadius(
  ports: RadiusPorts,
  provider: RadiusProvider,
  secret: Buffer,
  { action, account, code }: ProviderQuestion,
): Promise<ProviderAnswer> {
  // The protocol cannot send a challenge without a password.
  if (action === 'challenge' || code === undefined) return 'refused';
  for (const { host, port } of provider.servers) {
    const address = (await ports.resolve(host).catch(() => [])).find((one) => mayCall(one, ports.loopback));
    if (!address) continue;
    const sent = { identifier: ports.random(1)[0] ?? 0, authenticator: ports.random(16), secret };
    const { nasIdentifier } = provider;
    const packet = encodeRequest({ ...sent, userName: account, password: code, nasIdentifier });
    const read = (answer: Buffer) => readAnswer(answer, sent);
    const answer = await exchange(ports, provider, { ...address, port }, packet, read);
    if (answer) return answer;
  }
  return 'unavailable';
}

/** One server: `undefined` when it stays silent. */
function exchange(
  { createSocket }: RadiusPorts,
  { attempts, timeoutMilliseconds }: RadiusProvider,
  { address, family, port }: Address & { readonly port: number },
  packet: Buffer,
  read: (answer: Buffer) => 'accepted' | 'refused' | undefined,
): Promise<'accepted' | 'refused' | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(family);
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const end = (answer?: 'accepted' | 'refused'): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const send = (left: number): void => {
      socket.send(packet);
      timer = setTimeout(() => (left > 1 ? send(left - 1) : end()), timeoutMilliseconds);
    };
    // A packet that does not answer this request with the secret is ignored: it neither decides nor ends the wait.
    socket.on('message', (received) => {
      const answer = read(received);
      if (answer) end(answer);
    });
    socket.on('error', () => end());
    // Connected, so that packets from other addresses do not arrive here at all.
    socket.connect(port, address, (error) => {
      if (error) end();
      else if (!over) send(attempts);
    });
  });
}
