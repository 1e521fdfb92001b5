import type { Book } from './book.ts';
import { type Finding, found } from './finding.ts';
import { linkTokenOf } from './messages.ts';
import { Needles } from './needles.ts';
import { type Fields, text, type Value } from './values.ts';

/** AES-256-GCM adds 28 bytes to what it seals, and the number of its key stands before that. */
const leastSealed = 32;
const sealedNames = ['secret', 'sealed', 'wrapped'];
/** The only places for a person's address or number. */
const personal = /^(USER#.* PROFILE|TERM#.*)$/;

/** I12 */
export function nothingInClear(book: Book): Finding[] {
  const links = book.inbox.map((sent) => linkTokenOf(sent.text)).filter((token) => token !== '');
  const secrets = new Needles([...book.secrets, ...links].flatMap(formsOf));
  const addresses = new Needles(book.inbox.map(({ to }) => to));
  return book.all.flatMap((item) => {
    const where = `${item['pk']} ${item['sk']}`;
    const written = searchable(item);
    const clear = secrets.in(written).map(() => 'a secret is in clear');
    const exposed = personal.test(where) ? [] : addresses.in(written).map(() => 'an address is in clear');
    return [...clear, ...exposed, ...unsealed(item)].map((what) => found('I12', where, what));
  });
}

const formsOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('base64url'), bytes.toString('hex'), [...secret].reverse().join('')];
};

/** Bytes as text, as base64 and as hex: in whichever form a secret is looked for. */
function searchable(value: Value | undefined): string {
  if (Buffer.isBuffer(value))
    return [value.toString('latin1'), value.toString('base64url'), value.toString('hex')].join(' ');
  if (Array.isArray(value)) return value.map(searchable).join(' ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value as Fields)
      .map(([name, member]) => `${name} ${searchable(member)}`)
      .join(' ');
  }
  return String(value);
}

function unsealed(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const sealed = Buffer.isBuffer(value) && value.length >= leastSealed;
    if (sealedNames.includes(name)) return sealed ? [] : [`${name} is not sealed`];
    const nested =
      typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && !Array.isArray(value);
    return nested && !text(fields['pk']).startsWith('AUDIT#') ? unsealed(value as Fields) : [];
  });
}
