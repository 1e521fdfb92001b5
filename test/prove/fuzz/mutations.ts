import type { Caller } from '../../support/api.ts';
import { oddSegments, oddTokens, oddTypes, oddValues } from './odd.ts';
import type { Draft } from './request.ts';
import { type Draw, pick } from './values.ts';

type Mutation = (draft: Draft, draw: Draw) => void;

/** A copy: what is done next may be done to it. */
const oddValue = (draw: Draw): unknown => structuredClone(pick(draw, oddValues));

const marker = 'here-stands-a-token';

/** All places in a value that hold another: their holders, with the names there. */
function placesIn(value: unknown): [holder: Record<string, unknown>, name: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.entries(holder).flatMap(([name, inner]) => [
    [holder, name] as [typeof holder, string],
    ...placesIn(inner),
  ]);
}

/** Does something at one place of the body, or puts something in the place of the whole. */
const inBody =
  (change: (holder: Record<string, unknown>, name: string, draw: Draw) => void): Mutation =>
  (draft, draw) => {
    if (draft.raw !== undefined) return;
    const whole = { body: draft.body ?? {} };
    const [holder, name] = pick(draw, placesIn(whole)) ?? [whole, 'body'];
    change(holder, name, draw);
    draft.body = whole.body;
    draft.headers['content-type'] ??= 'application/json';
  };

const textOf = ({ raw, body }: Draft): string =>
  typeof raw === 'string'
    ? raw
    : raw
      ? Buffer.from(raw).toString('latin1')
      : (JSON.stringify(body ?? {}) ?? '');

const inText =
  (change: (text: string, draw: Draw) => string | Uint8Array): Mutation =>
  (draft, draw) => {
    draft.raw = change(textOf(draft), draw);
    draft.headers['content-type'] ??= 'application/json';
  };

const inPath =
  (change: (segment: string, draw: Draw) => string): Mutation =>
  (draft, draw) => {
    const places =
      draft.variable.length > 0 && draw(4) > 0 ? draft.variable : [...draft.segments.keys()].slice(1);
    const place = pick(draw, places);
    draft.segments = draft.segments.with(place, change(draft.segments[place] ?? '', draw));
  };

const callers: readonly Caller[] = [
  ...(['application', 'administrator', 'helpdesk', 'auditor', 'nobody'] as const),
  { self: 'nobody-there' },
  { claims: { sub: 'stray', scope: 'countersign/operate', groups: ['staff'] } },
  { claims: { sub: 'late', scope: 'countersign/operate', groups: ['countersign-administrators'], exp: 1 } },
  { claims: { sub: 'all', scope: 'countersign/verify countersign/self countersign/operate' } },
  { claims: { scope: 'countersign/operate', groups: ['countersign-administrators'] } },
];

export const mutations: Readonly<Record<string, Mutation>> = {
  'a member is missing': inBody((holder, name) => void delete holder[name]),
  'an odd value': inBody((holder, name, draw) => {
    holder[name] = oddValue(draw);
  }),
  'two odd values': inBody((holder, name, draw) => {
    holder[name] = [oddValue(draw), holder[name]];
  }),
  'a member too many': inBody((holder, name, draw) => {
    const there = holder[name];
    const into = (typeof there === 'object' && there !== null ? there : holder) as Record<string, unknown>;
    const unknown = pick(draw, [
      'isAdmin',
      'constructor',
      'toString',
      '',
      '\u0000',
      'ä',
      'userId',
      'x'.repeat(500),
    ]);
    into[unknown] = oddValue(draw);
  }),
  'an odd token in the JSON': (draft, draw) => {
    inBody((holder, name) => {
      holder[name] = marker;
    })(draft, draw);
    inText((text) => text.replace(`"${marker}"`, pick(draw, oddTokens)))(draft, draw);
  },
  'keys of the prototype': inText((text, draw) => {
    const name = pick(draw, ['__proto__', 'constructor', 'hasOwnProperty', 'valueOf']);
    return text.replace('{', `{"${name}":{"enabled":true},`).replace(',}', '}');
  }),
  'the same member twice': inText((text) => text.replace(/("\w+"):([^,{}[\]]+)/, '$1:null,$1:$2')),
  'deep nesting': inText((_text, draw) => {
    const deep = pick(draw, [50, 1_000, 4_000]);
    return pick(draw, ['['.repeat(deep) + ']'.repeat(deep), '{"a":'.repeat(deep), '['.repeat(deep)]);
  }),
  'a cut': inText((text, draw) => text.slice(0, draw(text.length + 1))),
  'a byte order mark, a comment, a comma': inText((text, draw) =>
    pick(draw, [
      `\ufeff${text}`,
      `/**/${text}`,
      text.replace(/}$/, ',}'),
      `${text}${text}`,
      text.replaceAll('"', "'"),
    ]),
  ),
  'other bytes': inText((text, draw) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[draw(bytes.length)] = draw(256);
    return bytes;
  }),
  'another encoding': inText((text, draw) =>
    draw(2) ? Buffer.from(text, 'utf16le') : Buffer.from(text).toString('base64'),
  ),
  'a large body': inText((text, draw) => pick(draw, [' '.repeat(9_000) + text, `"${'x'.repeat(8_191)}"`])),
  'no body': (draft) => void Object.assign(draft, { raw: '' }),
  'another type': (draft, draw) => {
    draft.headers['content-type'] = pick(draw, oddTypes);
  },
  'no type': (draft) => void delete draft.headers['content-type'],
  'a parameter twice': (draft, draw) => {
    const pair = draft.query[draw(draft.query.length || 1)] ?? ['limit', '5'];
    draft.query.push([pair[0], pick(draw, [pair[1], '', 'x'])]);
  },
  'an odd parameter': (draft, draw) => {
    const name = pick(draw, [
      ...draft.query.map(([known]) => known),
      'limit',
      'cursor',
      'x',
      '__proto__',
      '',
      'from',
    ]);
    draft.query = [
      ...draft.query.filter(([known]) => known !== name),
      [name, (JSON.stringify(oddValue(draw)) ?? '').replaceAll('"', '').slice(0, 3_000)],
    ];
  },
  'an odd segment': inPath((_segment, draw) => pick(draw, oddSegments)),
  'a segment in another spelling': inPath((segment, draw) =>
    pick(draw, [
      segment.replaceAll(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
      encodeURIComponent(segment),
      segment.toUpperCase(),
      `${segment}/`,
      `${segment}%20`,
      `./${segment}`,
    ]),
  ),
  'another method': (draft, draw) => {
    draft.method = pick(draw, ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND']);
  },
  'odd headers': (draft, draw) => {
    const name = pick(draw, [
      'idempotency-key',
      'x-pskc-key',
      'x-pskc-password',
      'content-encoding',
      'accept',
      'cookie',
      'x-http-method-override',
      'x-forwarded-host',
    ]);
    draft.headers[name] = pick(draw, [
      '',
      ' ',
      'gzip',
      'x'.repeat(129),
      'x'.repeat(2_000),
      'a b',
      'DELETE',
      '\u00e4',
      'a=b; c',
    ]);
  },
  'somebody else': (draft, draw) => {
    draft.caller = pick(draw, callers);
  },
};
