import type { DataFolder } from '../data-folder.ts';

const file = 'stream.json';
const done = 'done';

/** How far one function has read one shard. */
export interface Checkpoints {
  after(shard: string): string | undefined;
  isDone(shard: string): boolean;
  advance(shard: string, sequenceNumber: string): void;
  finish(shard: string): void;
}

interface Kept {
  readonly streamArn: string;
  readonly functions: Record<string, Record<string, string>>;
}

/** Stored with the data, so that what was written before a crash is processed after it. */
export function checkpoints(folder: DataFolder, streamArn: string): (functionName: string) => Checkpoints {
  const found = folder.read<Kept>(file);
  const kept: Kept = found?.streamArn === streamArn ? found : { streamArn, functions: {} };
  return (functionName) => {
    const shards = kept.functions[functionName] ?? {};
    kept.functions[functionName] = shards;
    const set = (shard: string, value: string) => {
      shards[shard] = value;
      folder.write(file, kept);
    };
    return {
      after: (shard) => shards[shard],
      isDone: (shard) => shards[shard] === done,
      advance: set,
      finish: (shard) => set(shard, done),
    };
  };
}
