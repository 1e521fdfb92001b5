import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lib/store/items.ts';
import { bytesOf, indexWrites } from '../../test/support/sizes.ts';
import { type Target, targetsOf, unitsIn } from './capacity.ts';

export interface Call {
  readonly name: string;
  /** The index that was queried, if any. */
  readonly index: string | undefined;
  read: number;
  write: number;
}

export interface Cost {
  readonly calls: number;
  /** Calls that had to wait for an earlier one. */
  readonly rounds: number;
  readonly read: number;
  readonly write: number;
}

/**
 * Counts calls and the units that DynamoDB bills for them. DynamoDB Local reports the units of single calls like AWS
 * does; for a transaction it counts items of equal size once, for a refused write and for an empty page nothing.
 * Those are counted here from the items before and after.
 */
export class Counter {
  readonly calls: Call[] = [];
  rounds = 0;
  #underWay = 0;
  readonly #observer: DynamoDBClient;

  /** @param observer another client of the same database: its reads are not counted */
  constructor(client: DynamoDBClient, observer: DynamoDBClient) {
    this.#observer = observer;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const name = String(context['commandName']).replace('Command', '');
        const { IndexName } = args.input as { IndexName?: string };
        const call: Call = { name, index: IndexName, read: 0, write: 0 };
        this.calls.push(call);
        if (this.#underWay++ === 0) this.rounds++;
        const writes = targetsOf(name, args.input);
        const transaction = name === 'TransactWriteItems';
        const before = transaction ? await this.#read(writes) : [];
        Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
        try {
          const result = await next(args);
          const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown };
          if (transaction) {
            call.write = transacted(before, await this.#read(writes));
          } else if (/^(Query|Scan|GetItem|BatchGetItem)$/.test(name)) {
            call.read = Math.max(0.5, unitsIn(ConsumedCapacity));
          } else call.write = unitsIn(ConsumedCapacity);
          return result;
        } catch (error) {
          const refused = await this.#read(writes);
          const units = refused.reduce((sum, item) => sum + kilobytes(item), 0);
          call.write = transaction ? 2 * units : units;
          throw error;
        } finally {
          this.#underWay--;
        }
      },
      { step: 'initialize', name: 'countCost' },
    );
  }

  async of(act: () => Promise<unknown>): Promise<Cost> {
    const from = this.calls.length;
    const rounds = this.rounds;
    await act();
    return { ...sumOf(this.calls.slice(from)), rounds: this.rounds - rounds };
  }

  async #read(targets: readonly Target[]): Promise<(Item | undefined)[]> {
    const read = targets.map(async ({ table, key }) => {
      const input = { TableName: table, Key: key, ConsistentRead: true };
      return (await this.#observer.send(new GetItemCommand(input))).Item;
    });
    return Promise.all(read);
  }
}

/** @param calls the selected ones, such as all of one index */
export function sumOf(calls: readonly Call[]): Omit<Cost, 'rounds'> {
  return {
    calls: calls.length,
    read: calls.reduce((sum, { read }) => sum + read, 0),
    write: calls.reduce((sum, { write }) => sum + write, 0),
  };
}

const kilobytes = (item: Item | undefined): number =>
  Math.max(1, Math.ceil((item ? bytesOf(item) : 0) / 1_024));

/** Two units for every kilobyte of the larger of before and after, and one for each change of an index. */
const transacted = (before: readonly (Item | undefined)[], after: readonly (Item | undefined)[]): number =>
  before.reduce((sum, was, place) => {
    const is = after[place];
    const own = 2 * Math.max(kilobytes(was), kilobytes(is));
    return sum + own + indexWrites(was, is ?? {});
  }, 0);
