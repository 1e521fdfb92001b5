import type { DataFolder } from './data-folder.ts';

const file = 'clock.json';
/** The offset lives in 32 bits. */
const furthest = 2 ** 31 - 1;

/** The time the functions live in: real time plus an offset that only grows. */
export interface BusinessClock {
  /** Read by every worker thread: one 32-bit integer, the offset in seconds. */
  readonly shared: SharedArrayBuffer;
  /** Milliseconds since the epoch. */
  now(): number;
  offsetSeconds(): number;
  /** @returns false when the clock cannot go that far */
  advance(seconds: number): boolean;
}

/** The offset is stored with the data: otherwise existing records would lie in the future after a restart. */
export function businessClock(folder: DataFolder): BusinessClock {
  const shared = new SharedArrayBuffer(4);
  const offset = new Int32Array(shared);
  Atomics.store(offset, 0, folder.read<{ offsetSeconds: number }>(file)?.offsetSeconds ?? 0);
  const offsetSeconds = () => Atomics.load(offset, 0);
  return {
    shared,
    offsetSeconds,
    now: () => Date.now() + offsetSeconds() * 1000,
    advance(seconds) {
      const moved = offsetSeconds() + seconds;
      if (moved > furthest) return false;
      Atomics.store(offset, 0, moved);
      folder.write(file, { offsetSeconds: moved });
      return true;
    },
  };
}
