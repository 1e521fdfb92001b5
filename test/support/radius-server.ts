import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import radius from 'radius';

export interface RadiusRequest {
  readonly account: string;
  readonly password: string;
  readonly nasIdentifier: string;
  /** Identifies the packet as it came: the same for the same packet sent again. */
  readonly bytes: string;
  /** Numbers of the attributes, in their order. */
  readonly attributes: readonly number[];
}

/** What comes back: a code of RADIUS, bytes as they are, or nothing. */
export type RadiusAnswer = 'Access-Accept' | 'Access-Reject' | 'Access-Challenge' | Buffer | undefined;

type Judge = (request: RadiusRequest, decoded: radius.Packet) => RadiusAnswer | Promise<RadiusAnswer>;

/** A RADIUS server on this machine; packets are read and written by an implementation that is not ours. */
export class RadiusServer {
  /** Every packet whose Message-Authenticator is right. */
  readonly requests: RadiusRequest[] = [];
  judge: Judge;
  readonly #socket: Socket;
  #asker = { port: 0, address: '' };

  private constructor(socket: Socket, secret: string, judge: Judge) {
    this.#socket = socket;
    this.judge = judge;
    socket.on('message', async (packet, { port, address }) => {
      try {
        const decoded = radius.decode({ packet, secret });
        const { attributes } = decoded;
        const request = {
          account: String(attributes['User-Name']),
          password: String(attributes['User-Password']),
          nasIdentifier: String(attributes['NAS-Identifier']),
          bytes: packet.toString('hex'),
          attributes: decoded.raw_attributes.map(([number]) => number),
        };
        this.requests.push(request);
        this.#asker = { port, address };
        const answer = await this.judge(request, decoded);
        if (answer === undefined) return;
        const reply = Buffer.isBuffer(answer)
          ? answer
          : radius.encode_response({ packet: decoded, code: answer, secret });
        socket.send(reply, port, address);
      } catch {
        // Not of one who knows the secret.
      }
    });
  }

  static async start(secret: string, judge: Judge): Promise<RadiusServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RadiusServer(socket, secret, judge);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Sends bytes to whoever asked last. */
  async send(packet: Buffer): Promise<void> {
    const { port, address } = this.#asker;
    await new Promise((sent) => this.#socket.send(packet, port, address, sent));
  }

  /** Questions, not packets: a packet that was sent again counts once. */
  get questions(): number {
    return new Set(this.requests.map(({ bytes }) => bytes)).size;
  }

  async stop(): Promise<void> {
    await new Promise<void>((closed) => this.#socket.close(() => closed()));
  }
}
