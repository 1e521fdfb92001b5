import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { Checkpoints } from './checkpoints.ts';
import { isNamed, type StreamSource } from './source.ts';

const attempts = 10;

/** A record that a function refused ten times. Names the item, never its content. */
export interface DeadLetter {
  readonly functionName: string;
  readonly sequenceNumber: string;
  readonly keys: unknown;
  readonly error: string;
}

export interface ConsumerOptions {
  readonly functionName: string;
  readonly source: StreamSource;
  readonly checkpoints: Checkpoints;
  readonly signal: AbortSignal;
  invoke(event: { Records: readonly DynamoDBRecord[] }): Promise<unknown>;
  /** Waits before the next try. */
  backOff(failures: number): Promise<void>;
  onDeadLetter(letter: DeadLetter): void;
}

/** One function's own reading of the stream, like a Lambda event source mapping does it: in order, shard by shard. */
export class Consumer {
  /** Records acknowledged since the start. */
  processed = 0;
  /** Records read and not acknowledged yet. */
  pending = 0;
  readonly #options: ConsumerOptions;
  /** Open positions by shard; empty means that the shards must be listed again. */
  readonly #positions = new Map<string, string>();

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  /** Reads everything available at this moment. */
  async pass(): Promise<void> {
    const { source, checkpoints } = this.#options;
    if (this.#positions.size === 0) {
      for (const shard of await source.shards()) {
        if (checkpoints.isDone(shard)) continue;
        this.#positions.set(shard, await source.position(shard, checkpoints.after(shard)));
      }
    }
    try {
      for (const shard of [...this.#positions.keys()]) await this.#readShard(shard);
    } catch (error) {
      this.#positions.clear();
      // An iterator lives for 15 minutes; a laptop may have slept for longer. Start again at the checkpoint.
      if (!isNamed(error, 'ExpiredIteratorException', 'TrimmedDataAccessException')) throw error;
      await this.pass();
    }
  }

  async #readShard(shard: string): Promise<void> {
    const { source, checkpoints, signal } = this.#options;
    for (let position = this.#positions.get(shard); position !== undefined && !signal.aborted; ) {
      const { records, next } = await source.page(position);
      if (records.length > 0) await this.#process(shard, records);
      if (signal.aborted) return;
      if (next === undefined) {
        checkpoints.finish(shard);
        this.#positions.delete(shard);
        return;
      }
      this.#positions.set(shard, next);
      if (records.length === 0) return;
      position = next;
    }
  }

  /**
   * Continues at the first record that failed, alone with it from the second try on, so that one bad record stops
   * only itself.
   */
  async #process(shard: string, records: readonly DynamoDBRecord[]): Promise<void> {
    const { checkpoints, signal, functionName, backOff, onDeadLetter } = this.#options;
    let from = 0;
    let failures = 0;
    while (from < records.length && !signal.aborted) {
      this.pending = records.length - from;
      const batch = records.slice(from, failures > 0 ? from + 1 : undefined);
      const { accepted, error } = await this.#try(batch);
      if (accepted > 0) failures = 0;
      from += accepted;
      this.processed += accepted;
      const failed = error === undefined ? undefined : records[from];
      if (failed) {
        failures += 1;
        if (failures >= attempts) {
          const sequenceNumber = sequenceOf(failed);
          onDeadLetter({ functionName, sequenceNumber, keys: failed.dynamodb?.Keys, error: error ?? '' });
          from += 1;
          this.processed += 1;
          failures = 0;
        } else {
          await backOff(failures);
        }
      }
      const last = records[from - 1];
      if (last) checkpoints.advance(shard, sequenceOf(last));
    }
    this.pending = 0;
  }

  /** @returns how many records from the start of the batch are done, and why the next one is not */
  async #try(batch: readonly DynamoDBRecord[]): Promise<{ accepted: number; error?: string }> {
    try {
      const answer = (await this.#options.invoke({ Records: batch })) as DynamoDBBatchResponse | null;
      const refused = new Set((answer?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
      if (refused.size === 0) return { accepted: batch.length };
      const first = batch.findIndex((record) => refused.has(sequenceOf(record)));
      return { accepted: Math.max(0, first), error: 'reported as failed' };
    } catch (error) {
      return { accepted: 0, error: String(error) };
    }
  }
}

function sequenceOf(record: DynamoDBRecord): string {
  return record.dynamodb?.SequenceNumber ?? '';
}
