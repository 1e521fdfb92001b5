import { encodeBase32 } from '../../lib/crypto/base32.ts';

/** Base 64 of bytes as it stands inside longer base 64: the three ways it can fall, without the uneven ends. */
function insideBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(before === 0 ? 0 : before + 1, whole);
  });
}

/** Ways in which a secret may turn up: as it is, and as anything that prints bytes would write it. */
function formsOf(secret: Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  const base64 = insideBase64(bytes);
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const written = [
    bytes.toString('hex'),
    bytes.toString('latin1'),
    encodeBase32(bytes),
    ...base64,
    ...base64url,
  ];
  return [...written, [...bytes].join(',')];
}

/** A text as it is, as an address or a page would carry it, and backwards. */
function writingsOf(secret: string): string[] {
  const backwards = [...secret].reverse().join('');
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, encodeURIComponent(secret), json, backwards, ...formsOf(Buffer.from(secret))];
}

/** All texts in a value: names, strings, numbers, lists of numbers, and bytes as hex and as they are. */
export function* textsOf(value: unknown): Generator<string> {
  if (value instanceof Uint8Array) {
    yield Buffer.from(value).toString('hex');
    yield Buffer.from(value).toString('latin1');
  } else if (value instanceof Error) {
    yield* [value.name, value.message, value.stack ?? ''];
  } else if (typeof value === 'object' && value !== null) {
    const members: unknown[] = Object.values(value);
    if (members.every(Number.isInteger)) yield members.join(',');
    for (const [name, member] of Object.entries(value)) {
      yield name;
      yield* textsOf(member);
    }
  } else yield String(value);
}

interface Searched {
  readonly whole: string;
  readonly small: string;
}

/** Secrets that must not turn up where they do not belong. */
export class Canaries {
  readonly #looks: { readonly name: string; readonly isIn: (searched: Searched) => boolean }[] = [];

  /** How many secrets of which kinds are looked for. */
  get kinds(): ReadonlyMap<string, number> {
    return new Map(
      [...Map.groupBy(this.#looks, ({ name }) => name)].map(([name, all]) => [name, all.length]),
    );
  }

  /** A long one: looked for in every writing, whatever the case. */
  add(name: string, secret: string | Uint8Array): void {
    const texts = typeof secret === 'string' ? writingsOf(secret) : formsOf(secret);
    const forms = [...new Set(texts.map((form) => form.toLowerCase()))];
    this.#looks.push({ name, isIn: ({ small }) => forms.some((form) => small.includes(form)) });
  }

  /** A few digits, which other numbers may hold by chance: looked for standing alone, and as hex and base 64. */
  addDigits(name: string, digits: string): void {
    const alone = new RegExp(`(?<![0-9])${digits}(?![0-9])`);
    const bytes = Buffer.from(digits);
    const hex = bytes.toString('hex');
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    this.#looks.push({
      name,
      isIn: ({ whole }) => whole.includes(hex) || whole.includes(base64) || alone.test(whole),
    });
  }

  /** Names of those that a value holds, anywhere. */
  foundIn(value: unknown): string[] {
    // With something between, so that nothing is found where one ends and the next begins.
    const whole = [...textsOf(value)].join('\u0000');
    const searched = { whole, small: whole.toLowerCase() };
    return this.#looks.filter(({ isIn }) => isIn(searched)).map(({ name }) => name);
  }
}
