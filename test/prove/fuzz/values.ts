import type { Schema } from '../../../build/openapi-schema.ts';

export type Draw = (below: number) => number;

export const pick = <T>(draw: Draw, from: readonly T[]): T => from[draw(from.length)] as T;

/** What fits a place by its name, of what there really is. */
export type Known = (name: string) => unknown;

/** Texts of all the kinds that the document asks for: of each place those are taken that its schema allows. */
const texts: readonly string[] = [
  ...[
    'ada',
    'grace.hopper',
    'O',
    '0',
    'Team 7',
    'a&b (c)/d',
    'ÄÖ ü',
    '字字',
    '٣٤',
    '𝔘𝔫𝔦',
    'a:b#c|d=e',
    '..a',
    '-x',
  ],
  ...['123456', '0000000', '01234567', '999', '7', '100', '0', '1234567890', 'ABCD-EFGH-JKLM'],
  ...['+447700900123', '+49301234567', '+12015550123'],
  ...['ada@example.org', "o'neill+x@mail.example.co.uk", 'ж@пример.example'],
  ...['2026-03-02', '1970-01-01', '2026-02-30', '9999-12-31'],
  ...[
    '2026-03-02T09:00:00.000Z',
    '2026-03-02T10:30+01:00',
    '1969-12-31T23:59:59.999Z',
    '2026-13-45T99:99:99.999Z',
  ],
  ...['de', 'en-GB', 'xx', '192.0.2.1', '2001:db8::1', '::', 'example.org', 'localhost', '127.0.0.1'],
  ...[
    'JBSWY3DPEHPK3PXP',
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'secret',
  ],
  ...[
    'https://factor.example.org/verify',
    'http://127.0.0.1:9/',
    'a text of some words',
    'user.created',
    '*',
    '%',
  ],
  ...[
    'userId,displayName,email\nada-1,Ada,ada@example.org',
    'serial,secret,type,encoding\nD-1,00,totp,hex',
    '<x/>',
  ],
  ...['{"userId":"ada-2","displayName":"Ada","email":"ada@example.org"}', 'eyJwayI6eyJTIjoiYSJ9fQ', 'YQ'],
];

const isContact = (text: string): boolean => /^\S+@\S+\.\S+$|^\+\d+$/.test(text);

const fitting = new Map<string, readonly string[]>();

function textOf(schema: Schema, draw: Draw): string {
  const { pattern, minLength = 0, maxLength = 10_000 } = schema;
  const key = `${pattern} ${minLength} ${maxLength}`;
  const known = fitting.get(key);
  if (known) return pick(draw, known);
  const expression = new RegExp(pattern ?? '', 'u');
  const padded = texts.flatMap((text) => [text, text.padEnd(minLength, text || 'x')]);
  const longest = ['a', '7', '字'].map((letter) => letter.repeat(Math.min(maxLength, 10_000)));
  const fit = [...new Set([...padded, ...longest])].filter(
    (text) => text.length >= minLength && text.length <= maxLength && expression.test(text),
  );
  // Somebody's address as the text of something else would stand in clear, and be no leak.
  const others = fit.filter((text) => !isContact(text));
  const fits = others.length > 0 ? others : fit;
  if (fits.length === 0) throw new Error(`No text fits ${JSON.stringify(schema)}: add one to the list`);
  fitting.set(key, fits);
  return pick(draw, fits);
}

const numbers = [0, 1, 2, 3, 5, 6, 10, 30, 60, 300, 900, 3_600, 86_400, 604_800];

function numberOf({ minimum, maximum }: Schema, draw: Draw): number {
  if (minimum === undefined || maximum === undefined) return pick(draw, numbers);
  return pick(draw, [minimum, maximum, minimum + draw(Math.min(maximum - minimum, 1e6) + 1)]);
}

/** A value that the schema allows, as far as a schema can tell; known ones half of the time where there are any. */
export function exampleOf(schema: Schema, name: string, draw: Draw, known: Known): unknown {
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return exampleOf(pick(draw, either) as Schema, name, draw, known);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(draw, schema.enum);
  const type = Array.isArray(schema.type) ? pick(draw, schema.type) : schema.type;
  switch (type) {
    case 'object':
      return objectOf(schema, draw, known);
    case 'array':
      return listOf(schema, name, draw, known);
    case 'integer':
    case 'number':
      return numberOf(schema, draw);
    case 'boolean':
      return draw(2) === 0;
    case 'null':
      return null;
    default: {
      const there = draw(4) > 0 ? known(name) : undefined;
      return typeof there === 'string' ? there : textOf(schema, draw);
    }
  }
}

/** All that is required, and of the rest a third, or what there really is. */
function objectOf({ properties = {}, required = [] }: Schema, draw: Draw, known: Known): object {
  const real = draw(4) === 0;
  const chosen = Object.entries(properties).filter(
    ([name]) => required.includes(name) || (real ? known(name) !== undefined : draw(3) === 0),
  );
  return Object.fromEntries(
    chosen.map(([name, schema]) => [name, exampleOf(schema as Schema, name, draw, known)]),
  );
}

function listOf(
  { items, minItems = 0, maxItems = 3, prefixItems }: Schema,
  name: string,
  draw: Draw,
  known: Known,
) {
  if (prefixItems) return prefixItems.map((item) => exampleOf(item as Schema, name, draw, known));
  const count = minItems + draw(Math.min(maxItems, minItems + 3) - minItems + 1);
  return Array.from({ length: count }, () => exampleOf(items as Schema, name, draw, known));
}
