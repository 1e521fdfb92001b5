import type { Problem } from '../../domain/problems.ts';
import type { Services } from '../../services.ts';

/** Up to 10 ms, doubling to 160: callers that collide spread out. */
export function pause(tries: number, random: Services['random']): Promise<void> {
  const longest = 10 * 2 ** Math.min(tries, 4);
  return new Promise((resolve) => setTimeout(resolve, (longest * random(1).readUInt8()) / 255));
}

/**
 * Tries a write that depends on an earlier read, until nobody else's write comes in between.
 *
 * @param attempt reads and writes once; `undefined` when somebody else was faster
 * @throws Problem the refusal, when others were faster every time
 */
export async function untilWritten<T>(
  { random }: Pick<Services, 'random'>,
  attempt: () => Promise<T | undefined>,
  refusal: Problem,
  most = 8,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const done = await attempt();
    if (done !== undefined) return done;
    if (tries === most) throw refusal;
    await pause(tries, random);
  }
}
