import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a host name; an IP address resolves to itself. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export const resolveHost: Resolve = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/** Addresses where machines keep their credentials, and reserved ones. */
const never = new BlockList();
never.addSubnet('169.254.0.0', 16, 'ipv4');
never.addSubnet('0.0.0.0', 8, 'ipv4');
never.addSubnet('224.0.0.0', 3, 'ipv4');
never.addSubnet('fe80::', 10, 'ipv6');
never.addSubnet('ff00::', 8, 'ipv6');
never.addAddress('fd00:ec2::254', 'ipv6');
never.addAddress('fd00:ec2::23', 'ipv6');
never.addAddress('::', 'ipv6');

/** This machine: the runtime of a Lambda function listens here too. */
const loopbacks = new BlockList();
loopbacks.addSubnet('127.0.0.0', 8, 'ipv4');
loopbacks.addAddress('::1', 'ipv6');

/** Whether a provider may have this address. Both lists also match an IPv4 address written as an IPv6 one. */
export function mayCall({ address, family }: Address, loopback: boolean): boolean {
  const type = family === 6 ? 'ipv6' : 'ipv4';
  return !never.check(address, type) && (loopback || !loopbacks.check(address, type));
}

/** Whether a host is an address that is never called, without a DNS query. */
export function isForbidden(host: string, loopback: boolean): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(bare);
  if (family === 0) return !loopback && /(^|\.)localhost\.?$/i.test(bare);
  return !mayCall({ address: bare, family: family === 6 ? 6 : 4 }, loopback);
}
