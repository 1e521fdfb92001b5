import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { Item } from '../../../lib/store/items.ts';
import { region, type World } from '../../support/world.ts';

/** Every image that the table's stream has carried, from the beginning: it includes what was stored only for a while. */
export async function imagesOf({ endpoint, tableName }: World): Promise<Item[]> {
  const credentials = { accessKeyId: tableName, secretAccessKey: 'none' };
  const client = new DynamoDBStreamsClient({ endpoint, region, credentials });
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }));
  const StreamArn = Streams[0]?.StreamArn;
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
  const images: Item[] = [];
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const begin = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    let { ShardIterator } = await client.send(begin);
    for (let quiet = 0; ShardIterator && quiet < 2; ) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator }));
      ShardIterator = page.NextShardIterator;
      quiet = page.Records?.length ? 0 : quiet + 1;
      for (const { dynamodb } of page.Records ?? []) {
        for (const image of [dynamodb?.OldImage, dynamodb?.NewImage]) if (image) images.push(image as Item);
      }
    }
  }
  client.destroy();
  return images;
}
