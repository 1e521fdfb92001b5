import { randomBytes, randomInt } from 'node:crypto';
import { decodeBase32 } from '../../lib/crypto/base32.ts';
import { Canaries } from '../support/canaries.ts';
import { appCode } from '../support/people.ts';
import type { World } from '../support/world.ts';

/** Notes every secret as it comes up, in the forms it has. */
export class Noted {
  readonly secrets = new Canaries();
  /** Addresses and numbers of people. */
  readonly personal = new Canaries();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  person(): { email: string; phone: string } {
    const email = `mail-${randomBytes(6).toString('hex')}@example.org`;
    const phone = `+4477${randomInt(10_000_000, 99_999_999)}`;
    this.personal.add('email', email);
    this.personal.add('phone', phone);
    return { email, phone };
  }

  key(secret: string, otpauthUri?: string): string {
    this.secrets.add('TOTP key', secret);
    this.secrets.add('TOTP key as bytes', decodeBase32(secret) ?? '');
    if (otpauthUri) this.secrets.add('otpauth URI', otpauthUri);
    return secret;
  }

  linkToken(token: string): string {
    this.secrets.add('link token', token);
    this.secrets.add('link token as bytes', Buffer.from(token, 'base64url'));
    return token;
  }

  pin(pin: string): string {
    this.secrets.addDigits('PIN', pin);
    return pin;
  }

  backupCodes(codes: readonly string[]): string[] {
    for (const code of codes) {
      this.secrets.add('backup code', code);
      this.secrets.add('backup code without hyphens', code.replaceAll('-', ''));
    }
    return [...codes];
  }

  lostTokenCode(code: string): string {
    this.secrets.add('lost-token code', code);
    this.secrets.add('lost-token code without hyphens', code.replaceAll('-', ''));
    return code;
  }

  /** The code that the app shows now. */
  code(secret: string): string {
    const code = appCode(secret, this.#world.now);
    this.secrets.addDigits('code', code);
    return code;
  }

  /** Six digits of somebody who mistypes: they may be nearly right. */
  mistyped(right?: string): string {
    const code = String(randomInt(100_000, 1_000_000));
    if (code === right) return this.mistyped(right);
    this.secrets.addDigits('mistyped code', code);
    return code;
  }
}
