/** What the tests use of the package: an implementation of RADIUS that is not ours. */
declare module 'radius' {
  interface Packet {
    readonly code: string;
    readonly identifier: number;
    readonly authenticator: Buffer;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly raw_attributes: readonly [number, Buffer][];
  }
  export function decode(input: { packet: Buffer; secret: string | Buffer }): Packet;
  export function encode_response(input: {
    packet: Packet;
    code: string;
    secret: string | Buffer;
    attributes?: readonly unknown[];
  }): Buffer;
}
