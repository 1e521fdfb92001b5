import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 2865 section 3. */
const codes = { request: 1, accept: 2, reject: 3, challenge: 11 } as const;
const headLength = 20;
const longestPacket = 4_096;

/** RFC 2865 section 5, RFC 3579 section 3.2. */
const attributes = { userName: 1, userPassword: 2, nasIdentifier: 32, messageAuthenticator: 80 } as const;

export interface AccessRequest {
  readonly identifier: number;
  /** 16 random bytes: the answer is bound to them, and they hide the password. */
  readonly authenticator: Buffer;
  readonly secret: Buffer;
  readonly userName: string;
  /** At most 128 bytes. */
  readonly password: string;
  readonly nasIdentifier: string;
}

/**
 * An Access-Request with PAP. The Message-Authenticator comes first, so that nobody on the way can prepend data that
 * would turn the answer to another request into the answer to this one (BLAST-RADIUS).
 */
export function encodeRequest(request: AccessRequest): Buffer {
  const { identifier, authenticator, secret } = request;
  const body = Buffer.concat([
    attribute(attributes.messageAuthenticator, Buffer.alloc(16)),
    attribute(attributes.userName, Buffer.from(request.userName)),
    attribute(attributes.userPassword, hidePassword(request.password, secret, authenticator)),
    attribute(attributes.nasIdentifier, Buffer.from(request.nasIdentifier)),
  ]);
  const head = Buffer.from([codes.request, identifier, 0, 0]);
  head.writeUInt16BE(headLength + body.length, 2);
  const packet = Buffer.concat([head, authenticator, body]);
  createHmac('md5', secret)
    .update(packet)
    .digest()
    .copy(packet, headLength + 2);
  return packet;
}

function attribute(type: number, value: Buffer): Buffer {
  if (value.length < 1 || value.length > 253) throw new RangeError('An attribute has 1 to 253 bytes');
  return Buffer.concat([Buffer.from([type, value.length + 2]), value]);
}

/** RFC 2865 section 5.2: each block is hidden by a hash of the secret and the block before. */
export function hidePassword(password: string, secret: Buffer, authenticator: Buffer): Buffer {
  const plain = Buffer.from(password);
  if (plain.length < 1 || plain.length > 128) throw new RangeError('A password has 1 to 128 bytes');
  const padded = Buffer.concat([plain, Buffer.alloc((16 - (plain.length % 16)) % 16)]);
  let previous = authenticator;
  for (let start = 0; start < padded.length; start += 16) {
    const block = padded.subarray(start, start + 16);
    const hash = createHash('md5').update(secret).update(previous).digest();
    for (let i = 0; i < 16; i++) block[i] = (block[i] ?? 0) ^ (hash[i] ?? 0);
    previous = block;
  }
  return padded;
}

type Sent = Pick<AccessRequest, 'identifier' | 'authenticator' | 'secret'>;

/**
 * The verdict of an answer, or `undefined` unless a server that knows the secret sent it in reply to this very
 * request: it must carry a Message-Authenticator, because the Response Authenticator alone can be forged
 * (BLAST-RADIUS).
 */
export function readAnswer(packet: Buffer, sent: Sent): 'accepted' | 'refused' | undefined {
  if (packet.length < headLength || packet.length > longestPacket) return undefined;
  const length = packet.readUInt16BE(2);
  // Bytes beyond the length are padding, fewer are a fragment (RFC 2865 section 3).
  if (length < headLength || length > packet.length || packet[1] !== sent.identifier) return undefined;
  const answer = packet.subarray(0, length);
  const place = placeOfMessageAuthenticator(answer);
  if (place === undefined || !isSigned(answer, place, sent)) return undefined;
  if (answer[0] === codes.accept) return 'accepted';
  // A challenge would ask for a further code, and a verification has no second question.
  return answer[0] === codes.reject || answer[0] === codes.challenge ? 'refused' : undefined;
}

function isSigned(answer: Buffer, place: number, { authenticator, secret }: Sent): boolean {
  const asSent = Buffer.from(answer);
  authenticator.copy(asSent, 4);
  const response = createHash('md5').update(asSent).update(secret).digest();
  asSent.fill(0, place, place + 16);
  const message = createHmac('md5', secret).update(asSent).digest();
  const rightResponse = timingSafeEqual(response, answer.subarray(4, headLength));
  return timingSafeEqual(message, answer.subarray(place, place + 16)) && rightResponse;
}

/** The position of its value; `undefined` if it is missing, repeated, or the attributes do not fit the packet. */
function placeOfMessageAuthenticator(packet: Buffer): number | undefined {
  let place: number | undefined;
  for (let at = headLength; at < packet.length; ) {
    const length = packet[at + 1] ?? 0;
    if (length < 2 || at + length > packet.length) return undefined;
    if (packet[at] === attributes.messageAuthenticator) {
      if (place !== undefined || length !== 18) return undefined;
      place = at + 2;
    }
    at += length;
  }
  return place;
}
