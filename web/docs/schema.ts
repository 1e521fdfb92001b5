import type { Schema } from '../../build/openapi-schema.ts';

type Schemas = Readonly<Record<string, Schema>>;

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly note: string;
}

const depthLimit = 4;

export function resolve(schema: Schema, schemas: Schemas): Schema {
  return schema.$ref ? (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
}

/** Every field of an object, those of objects inside it as `outer.inner` and `list[].inner`. */
export function fieldsOf(schema: Schema, schemas: Schemas, prefix = '', depth = 0): Field[] {
  const { properties = {}, required = [] } = resolve(schema, schemas);
  return Object.entries(properties).flatMap(([key, property]) => {
    if (typeof property === 'boolean') return [];
    const found = resolve(property, schemas);
    const item =
      typeof found.items === 'object' && !Array.isArray(found.items) ? (found.items as Schema) : undefined;
    const name = `${prefix}${key}`;
    const field = {
      name,
      type: typeOf(found, schemas),
      required: required.includes(key),
      note: noteOf(found),
    };
    if (depth === depthLimit) return [field];
    return [
      field,
      ...fieldsOf(found, schemas, `${name}.`, depth + 1),
      ...(item ? fieldsOf(item, schemas, `${name}[].`, depth + 1) : []),
    ];
  });
}

function typeOf(schema: Schema, schemas: Schemas): string {
  const { type, items, anyOf = schema.oneOf, enum: values } = resolve(schema, schemas);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (anyOf) return anyOf.map((option) => typeOf(option as Schema, schemas)).join(' | ');
  if (type === 'array') return `${items ? typeOf(items as Schema, schemas) : 'any'}[]`;
  return [type ?? 'any'].flat().join(' | ');
}

function noteOf(schema: Schema): string {
  const { description, format, pattern, minLength, maxLength, minimum, maximum, default: initial } = schema;
  const largest = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const smallest = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  return [
    description,
    format,
    !format && pattern && `matches \`${pattern}\``,
    range(minLength, maxLength, ' characters'),
    range(smallest, largest, ''),
    initial !== undefined && `default \`${JSON.stringify(initial)}\``,
  ]
    .filter(Boolean)
    .join(', ');
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  if (from === undefined && to === undefined) return '';
  if (from === to) return `${from}${unit}`;
  if (to === undefined) return `at least ${from}${unit}`;
  return from ? `${from} to ${to}${unit}` : `at most ${to}${unit}`;
}

/** A value that shows the shape: required fields only, named for what goes in. */
export function sampleOf(schema: Schema, schemas: Schemas, name = 'value', depth = 0): unknown {
  const found = resolve(schema, schemas);
  const options = found.anyOf ?? found.oneOf;
  if (found.const !== undefined) return found.const;
  if (found.enum) return found.enum[0];
  if (options) return sampleOf(options[0] as Schema, schemas, name, depth);
  const type = [found.type].flat()[0];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return found.default ?? Math.max(found.minimum ?? 1, 1);
  if (type === 'array')
    return depth < depthLimit ? [sampleOf((found.items ?? {}) as Schema, schemas, name, depth + 1)] : [];
  if (type !== 'object') return `<${name}>`;
  const keys = found.required ?? Object.keys(found.properties ?? {}).slice(0, 2);
  return Object.fromEntries(
    keys.map((key) => [key, sampleOf((found.properties?.[key] ?? {}) as Schema, schemas, key, depth + 1)]),
  );
}
