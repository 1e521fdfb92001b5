import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** A value in DER: its tag, its length, its content. */
function der(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part)));
  const length = bytes.length < 0x80 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
}

const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
const object = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;

const ecdsaWithSha256 = sequence(object('2a8648ce3d040302'));
const named = (name: string): Buffer => sequence(der(0x31, sequence(object('550403'), der(0x0c, name))));

/** A certificate for one run, signed by itself (RFC 5280): the processes measured here speak TLS, like on AWS. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const year = new Date().getUTCFullYear();
  const at = (when: number): Buffer => der(0x18, `${when}0101000000Z`);
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    named('bench'),
    sequence(at(year), at(year + 1)),
    named('bench'),
    publicKey,
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(content, ecdsaWithSha256, signature)),
  };
}
