import { decodeBase32 } from '../../../lib/crypto/base32.ts';
import { Canaries } from '../../support/canaries.ts';

/** Members of requests and answers that hold secrets, and what those are. */
const members: Readonly<Record<string, string>> = {
  secret: 'key',
  otpauthUri: 'otpauth URI',
  qrCodeSvg: 'QR code',
  backupCodes: 'backup code',
  code: 'code',
  codes: 'code of a device',
  pin: 'PIN',
  token: 'link token',
  deviceToken: 'token of a remembered device',
  assertion: 'assertion',
  answer: 'answer to a question',
  totpSecret: 'key of an import',
  otpauthMigration: 'export of an app',
};

/** What is not secret but about a person: it may stand with the person, and nowhere else. */
const personalMembers: Readonly<Record<string, string>> = {
  email: 'address',
  phone: 'number',
  officePhone: 'number of the office',
  idNumber: 'number of a document',
  employeeNumber: 'number of an employee',
  birthDate: 'date of birth',
  familyName: 'family name',
  firstName: 'first name',
  externalId: 'id elsewhere',
};

/** Notes every secret that passes, under the name of its kind; each is noted once. */
export class Secrets {
  readonly secret = new Canaries();
  readonly personal = new Canaries();
  readonly #noted = new Set<string>();

  note(kind: string, value: string | Uint8Array, into: Canaries = this.secret): void {
    const key = `${kind} ${Buffer.from(value).toString('hex')}`;
    if (this.#noted.has(key) || value.length < 4) return;
    this.#noted.add(key);
    if (typeof value === 'string' && /^[0-9]{4,10}$/.test(value)) into.addDigits(kind, value);
    else into.add(kind, value);
    // Typed with hyphens or without.
    if (typeof value === 'string' && /^([\w]{4}-)+[\w]{4}$/.test(value)) {
      this.note(`${kind} without hyphens`, value.replaceAll('-', ''), into);
    }
  }

  #noteMember(kind: string | undefined, value: string): void {
    // In a refused row, `code` is what went wrong.
    if (!kind || (kind === 'code' && !/\d/.test(value))) return;
    this.note(kind, value);
    const bytes = kind.startsWith('key') ? decodeBase32(value) : undefined;
    if (bytes) this.note(`${kind}, its bytes`, bytes);
    if (kind === 'link token') this.note('link token, its bytes', Buffer.from(value, 'base64url'));
  }

  /**
   * Looks for secrets in a body, by the names of its members.
   *
   * @param kinds what some of the names stand for here
   */
  learn(body: unknown, kinds: Readonly<Record<string, string>> = {}): void {
    if (typeof body !== 'object' || body === null) return;
    for (const [name, value] of Object.entries(body)) {
      for (const one of [value].flat()) {
        if (typeof one !== 'string') this.learn(one, kinds);
        else if (personalMembers[name]) this.note(personalMembers[name], one, this.personal);
        else this.#noteMember(kinds[name] ?? members[name], one);
      }
    }
  }
}
