import { useSettings } from '../../support/accounts.ts';
import type { World } from '../../support/world.ts';
import { coldFunction } from '../cold-function.ts';
import { FaultProxy, isWrite } from '../fault-proxy.ts';
import type { Fault } from '../protocol.ts';
import { seeded, withoutBackoff } from '../random.ts';
import { type History, recordHistory, type Size } from './record.ts';

/** Each of which is over at once: who waits in vain for an answer only takes time. */
const swift: readonly Fault[] = [
  'throttled',
  'error before',
  'error after',
  'dropped before',
  'dropped after',
  'delivered twice',
  'conflict',
];
/** One call in so many to the database goes wrong. */
const oneIn = 6;

/** Records histories of accounts whose functions see the database through faults. */
export async function faultyHistories(
  world: World,
  seed: number,
  run: (record: (size: Size) => Promise<History>) => Promise<void>,
): Promise<number> {
  const draw = seeded(seed);
  await useSettings(world, { backupCodeCount: 4 });
  const proxy = await FaultProxy.start(world.endpoint);
  let faults = 0;
  proxy.plan((called) => {
    const fault = draw(oneIn) === 0 ? swift[draw(swift.length)] : undefined;
    if (!fault || (fault === 'conflict' && !isWrite(called))) return undefined;
    faults++;
    return fault;
  });
  const kms = process.env['AWS_ENDPOINT_URL_KMS'] ?? '';
  const { api, stop } = coldFunction(world, { database: proxy.url, kms, timeoutMilliseconds: 60_000 });
  await withoutBackoff(() => run((size) => recordHistory(world, api, size, draw)));
  stop();
  await proxy.stop();
  return faults;
}
