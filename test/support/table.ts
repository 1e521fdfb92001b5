import type { Item } from '../../lib/store/items.ts';
import type { World } from './world.ts';

/** Everything in the table as one text: to search it, or to see that nothing has changed. Bytes stand as hex. */
export async function tableText(world: World): Promise<string> {
  const items = await world.everything();
  return items.map(lineOf).sort().join('\n');
}

export const lineOf = (item: Item): string => JSON.stringify(plain(item));

/** The same without what the sweep keeps of its own runs. */
export async function textBesideRuns(world: World): Promise<string> {
  const lines = (await tableText(world)).split('\n');
  return lines.filter((line) => !line.includes('"pk":{"S":"SWEEP"}')).join('\n');
}

/** The forms in which a secret of these bytes, or written like this, could be in the table. */
export const tracesOf = (written: string, bytes: Buffer): string[] => [
  written,
  Buffer.from(written).toString('hex'),
  bytes.toString('hex'),
];

/** The store does not promise the order of attributes. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, plain(member)]));
}
