import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import radius from 'radius';
import { describe, expect, test } from 'vitest';
import {
  type AccessRequest,
  encodeRequest,
  hidePassword,
  readAnswer,
} from '../../lib/delegation/radius-packet.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

/** RFC 2865 section 7.1: nemo, arctangent, xyzzy5461. */
const example = {
  secret: Buffer.from('xyzzy5461'),
  identifier: 0,
  authenticator: hex('0f403f94 73978057 bd83d5cb 98f4227a'),
  hidden: hex('0dbe708d 93d413ce 3196e43f 782a0aee'),
  accept: hex(`02000026 86fe220e 7624ba2a 1005f6bf 9b55e0b2
    06060000 00010f06 00000000 0e06c0a8 0103`),
};

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(Buffer.from);
const text = (most: number) => fc.string({ minLength: 1, maxLength: most, unit: 'grapheme-ascii' });
const request: fc.Arbitrary<AccessRequest> = fc.record({
  identifier: fc.integer({ min: 0, max: 255 }),
  authenticator: bytes(16),
  secret: text(64).map(Buffer.from),
  userName: text(253),
  password: text(128),
  nasIdentifier: text(64),
});

const answerTo = (sent: AccessRequest, code: string, attributes: readonly unknown[] = []): Buffer =>
  radius.encode_response({
    packet: radius.decode({ packet: encodeRequest(sent), secret: sent.secret }),
    code,
    secret: sent.secret,
    attributes,
  });

test('RFC 2865 section 7.1: the password is hidden as in the example', () => {
  const { secret, authenticator, hidden } = example;
  expect(hidePassword('arctangent', secret, authenticator)).toEqual(hidden);
});

test('RFC 2865 section 7.1: the answer of the example is right, and not enough: it has no Message-Authenticator', () => {
  const { accept, authenticator, secret } = example;
  const computed = createHash('md5')
    .update(accept.subarray(0, 4))
    .update(authenticator)
    .update(accept.subarray(20))
    .update(secret)
    .digest();
  expect(computed).toEqual(accept.subarray(4, 20));
  expect(readAnswer(accept, example)).toBeUndefined();
});

test('3.05 another implementation reads what is sent: names, passwords of 1 to 128 bytes, signed', () => {
  fc.assert(
    fc.property(request, (sent) => {
      const packet = encodeRequest(sent);
      // Throws where the Message-Authenticator is not the one it computes.
      const read = radius.decode({ packet, secret: sent.secret });
      expect(read.code).toBe('Access-Request');
      expect(read.identifier).toBe(sent.identifier);
      expect(read.attributes['User-Name']).toBe(sent.userName);
      expect(read.attributes['User-Password']).toBe(sent.password);
      expect(read.attributes['NAS-Identifier']).toBe(sent.nasIdentifier);
    }),
    { numRuns: 300 },
  );
});

test('BLAST-RADIUS: the Message-Authenticator is the first attribute', () => {
  fc.assert(
    fc.property(request, (sent) => {
      expect([...encodeRequest(sent).subarray(20, 22)]).toEqual([80, 18]);
    }),
  );
});

test('3.05 the verdicts of another implementation are read, with whatever else they carry', () => {
  const verdicts = { 'Access-Accept': 'accepted', 'Access-Reject': 'refused', 'Access-Challenge': 'refused' };
  fc.assert(
    fc.property(
      request,
      fc.constantFrom(...Object.keys(verdicts)),
      fc.array(text(100)),
      (sent, code, words) => {
        const attributes = words.map((word) => ['Reply-Message', word]);
        const answer = answerTo(sent, code, attributes);
        const padded = Buffer.concat([answer, Buffer.alloc(7)]);
        expect(readAnswer(answer, sent)).toBe(verdicts[code as keyof typeof verdicts]);
        expect(readAnswer(padded, sent)).toBe(verdicts[code as keyof typeof verdicts]);
      },
    ),
  );
});

describe('a forged answer is nobody’s word', () => {
  const sent: AccessRequest = {
    identifier: 7,
    authenticator: randomBytes(16),
    secret: Buffer.from('a-long-shared-secret'),
    userName: 'ada',
    password: '123456',
    nasIdentifier: 'countersign',
  };
  const accept = answerTo(sent, 'Access-Accept');
  const reject = answerTo(sent, 'Access-Reject');

  test('whichever bit of it is another', () => {
    for (let bit = 0; bit < accept.length * 8; bit++) {
      const forged = Buffer.from(accept);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readAnswer(forged, sent), `bit ${bit}`).toBeUndefined();
    }
  });

  test('when a no is made a yes and signed again with another secret', () => {
    const other = { ...sent, secret: Buffer.from('another-long-secret') };
    expect(readAnswer(answerTo(other, 'Access-Accept'), sent)).toBeUndefined();
    const turned = Buffer.from(reject);
    turned[0] = 2;
    expect(readAnswer(turned, sent)).toBeUndefined();
  });

  test('when it answers another request', () => {
    expect(readAnswer(accept, { ...sent, authenticator: randomBytes(16) })).toBeUndefined();
    expect(readAnswer(accept, { ...sent, identifier: 8 })).toBeUndefined();
  });

  test('BLAST-RADIUS: when its Response Authenticator is right and its Message-Authenticator is missing', () => {
    const bare = Buffer.concat([Buffer.from([2, 7, 0, 20]), sent.authenticator]);
    const response = createHash('md5').update(bare).update(sent.secret).digest();
    expect(readAnswer(Buffer.concat([bare.subarray(0, 4), response]), sent)).toBeUndefined();
  });

  test('when it is cut, or of any other bytes', () => {
    for (let length = 0; length < accept.length; length++) {
      expect(readAnswer(accept.subarray(0, length), sent)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (noise) => {
        expect(readAnswer(Buffer.from(noise), sent)).toBeUndefined();
      }),
    );
  });

  test('and the true one is still heard', () => {
    expect(readAnswer(accept, sent)).toBe('accepted');
    expect(readAnswer(reject, sent)).toBe('refused');
  });
});
