/** An item as DynamoDB's own protocol spells it. */
export type RawItem = Readonly<Record<string, RawValue>>;

/** What of an attribute value occurs in the table; the type of the SDK's client fits it. */
interface RawValue {
  readonly S?: string | undefined;
  readonly N?: string | undefined;
  readonly B?: Uint8Array | undefined;
  readonly BOOL?: boolean | undefined;
  readonly NULL?: boolean | undefined;
  readonly L?: readonly object[] | undefined;
  readonly M?: Readonly<Record<string, object>> | undefined;
}

export type Value = string | number | boolean | null | Buffer | readonly Value[] | Fields;

export interface Fields {
  readonly [name: string]: Value | undefined;
}

export const fieldsOf = (item: RawItem): Fields =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueIn(value)]));

function valueIn(value: RawValue): Value {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.B !== undefined) return Buffer.from(value.B);
  if (value.L !== undefined) return value.L.map((entry) => valueIn(entry as RawValue));
  if (value.M !== undefined) return fieldsOf(value.M as RawItem);
  return null;
}

export const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

export const count = (value: Value | undefined): number => (typeof value === 'number' ? value : 0);

export const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(text) : []);

export const fields = (value: Value | undefined): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
    ? (value as Fields)
    : {};
