import { config } from '../../infra.config.ts';
import type { Cost } from '../measure/counter.ts';
import { assumed, prices } from '../prices.ts';

export interface Line {
  readonly what: string;
  /** For one sign-in. */
  readonly amount: number;
  readonly price: { readonly usd: number; readonly per: string; readonly source: string };
  /** For a million of them. */
  readonly usd: number;
}

interface SignIn {
  /** The cost of each request. */
  readonly requests: readonly Cost[];
  /** The cost of its events afterwards; each call is taken for an invocation of its own. */
  readonly record: Cost;
}

const million = 1_000_000;

/** The cost of a million sign-ins. Prices are per million, so an amount for one is an amount in millions. */
export function linesOf({ requests, record }: SignIn): Line[] {
  const all = [...requests, record];
  const sum = (of: 'read' | 'write'): number => all.reduce((units, cost) => units + cost[of], 0);
  const milliseconds =
    requests.length * assumed.requestMilliseconds + record.calls * assumed.recordMilliseconds;
  const gigabytes = config.lambda.memoryMegabytes / 1_024;
  const logged = requests.length * assumed.logBytes;
  const line = (what: string, amount: number, price: Line['price'], usd = amount * price.usd): Line => ({
    what,
    amount,
    price,
    usd,
  });
  return [
    line('read units', sum('read'), prices.readUnits),
    line('write units', sum('write'), prices.writeUnits),
    line('calls of the gateway', requests.length, prices.gatewayCalls),
    line('invocations', requests.length + record.calls, prices.invocations),
    line('GB-seconds', (milliseconds / 1_000) * gigabytes, prices.gigabyteSeconds),
    line(
      'bytes of access log',
      logged,
      prices.logGigabytes,
      ((logged * million) / 2 ** 30) * prices.logGigabytes.usd,
    ),
    line('edge', requests.length, prices.edgeRequests),
  ];
}

export const total = (lines: readonly Line[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
