import type { DynamoDBRecord } from 'aws-lambda';
import { expect, test } from 'vitest';
import { memoryFolder } from '../../local/data-folder.ts';
import { checkpoints } from '../../local/stream/checkpoints.ts';
import { Consumer, type DeadLetter } from '../../local/stream/consumer.ts';
import type { StreamSource } from '../../local/stream/source.ts';

const record = (sequence: string) => ({ dynamodb: { SequenceNumber: sequence, Keys: {} } }) as DynamoDBRecord;

/** A stream of shards: each a list of sequence numbers, read two at a time; all but the last are closed. */
function source(shards: Record<string, string[]>): StreamSource {
  const names = Object.keys(shards);
  return {
    shards: async () => names,
    position: async (shard, after) =>
      `${shard} ${after === undefined ? 0 : (shards[shard] ?? []).indexOf(after) + 1}`,
    async page(position) {
      const [shard = '', start = '0'] = position.split(' ');
      const all = shards[shard] ?? [];
      const end = Math.min(all.length, Number(start) + 2);
      const closed = shard !== names.at(-1) && end === all.length;
      return {
        records: all.slice(Number(start), end).map(record),
        next: closed ? undefined : `${shard} ${end}`,
      };
    },
  };
}

function consumer(from: StreamSource, handle: (ids: string[]) => string[], folder = memoryFolder()) {
  const calls: string[][] = [];
  const letters: DeadLetter[] = [];
  const made = new Consumer({
    functionName: 'record',
    source: from,
    checkpoints: checkpoints(folder, 'arn')('record'),
    signal: new AbortController().signal,
    backOff: async () => {},
    onDeadLetter: (letter) => letters.push(letter),
    async invoke({ Records }) {
      const ids = Records.map((each) => each.dynamodb?.SequenceNumber ?? '');
      calls.push(ids);
      return { batchItemFailures: handle(ids).map((itemIdentifier) => ({ itemIdentifier })) };
    },
  });
  return { made, calls, letters };
}

test('shards are read in order, and each record once', async () => {
  const { made, calls } = consumer(source({ a: ['1', '2', '3'], b: ['4'] }), () => []);
  await made.pass();
  await made.pass();
  expect(calls).toEqual([['1', '2'], ['3'], ['4']]);
});

test('a record that always fails is given up after ten tries, its neighbours are not', async () => {
  const { made, calls, letters } = consumer(source({ a: ['1', '2', '3'] }), (ids) =>
    ids.filter((id) => id === '2'),
  );
  await made.pass();
  expect(calls.filter((ids) => ids.includes('2'))).toHaveLength(10);
  expect(letters.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['2']);
  expect(calls.at(-1)).toEqual(['3']);
  expect(made.processed).toBe(3);
});

test('a function that throws gets the same records again', async () => {
  let thrown = false;
  const { made, calls } = consumer(source({ a: ['1', '2'] }), () => {
    if (thrown) return [];
    thrown = true;
    throw new Error('timed out');
  });
  await made.pass();
  expect(calls).toEqual([['1', '2'], ['1'], ['2']]);
});

test('the next run goes on where this one has stopped', async () => {
  const folder = memoryFolder();
  const shards = { a: ['1', '2'] };
  await consumer(source(shards), () => [], folder).made.pass();
  shards.a.push('3');
  const { made, calls } = consumer(source(shards), () => [], folder);
  await made.pass();
  expect(calls).toEqual([['3']]);
});
