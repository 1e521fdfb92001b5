import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { document, fuzzRound, nothingYet } from '../fuzz/fuzz.ts';
import { unseenFaults } from '../fuzz/planted.ts';
import { placesOf } from '../fuzz/request.ts';
import type { Part } from './part.ts';

const fullRequests = 200_000;
const ofARound = 2_000;
const longestMilliseconds = 2_000;
/** What the heap may have grown by since the first round has warmed it up. */
const mostMegabytes = 32;

export const fuzz: Part = {
  name: 'fuzz',
  goal: 'G7 requests made from the OpenAPI document: no 5xx, nothing undeclared, every error RFC 9457, none slow, memory flat',
  /** @param size requests; the seed of the first round is COUNTERSIGN_SEED, or 1 */
  async run({ endpoint, size: requests = fullRequests, progress }) {
    const first = Number(process.env['COUNTERSIGN_SEED'] ?? 1);
    const all = nothingYet();
    const heap: number[] = [];
    for (let round = 0; all.requests < requests; round++) {
      const count = Math.min(ofARound, requests - all.requests);
      await fuzzRound(all, { endpoint, seed: first + round, count });
      heap.push(usedMegabytes());
      progress(all.requests, requests, `${all.findings.length} findings, heap ${heap.at(-1)} MB`);
    }
    for (const finding of all.findings) console.log(finding);
    const { planted, unseen } = unseenFaults(document, [...all.seen.values()]);
    for (const fault of unseen) console.log(`not seen: ${fault}`);
    if (all.slowest.milliseconds > longestMilliseconds) console.log(`slowest: ${all.slowest.request}`);
    const succeeded = new Set(
      [...all.seen.values()]
        .filter(({ status }) => status < 300)
        .map(({ operation }) => operation?.operationId),
    );
    const never = placesOf(document).filter(({ operation }) => !succeeded.has(operation.operationId));
    if (never.length > 0)
      console.log(`without success: ${never.map(({ operation }) => operation.operationId).join(', ')}`);
    const operations = placesOf(document).length;
    const grown = (heap.at(-1) ?? 0) - (heap[1] ?? heap[0] ?? 0);
    const slowest = Math.round(all.slowest.milliseconds);
    return {
      size: `${all.requests} requests in ${heap.length} deployments, ${operations} operations in turn, seeds from ${first}`,
      result: `${all.findings.length} findings (the recount's among them), ${all.seen.size} statuses of operations seen, success of ${succeeded.size} operations, slowest ${slowest} ms, heap grown by ${grown} MB; control: ${planted - unseen.length} of ${planted} planted faults found`,
      held:
        all.findings.length === 0 &&
        slowest <= longestMilliseconds &&
        grown <= mostMegabytes &&
        planted > 0 &&
        unseen.length === 0,
    };
  },
};

/** The bytes that are still reachable. */
function usedMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}
