import { randomBytes } from 'node:crypto';
import { encodeBase32 } from '../../lib/crypto/base32.ts';
import { signIn } from '../support/accounts.ts';
import { Api } from '../support/api.ts';
import { messagesOf } from '../support/outbox.ts';
import { attempt, createUser, start } from '../support/people.ts';
import type { World } from '../support/world.ts';
import { Noted } from './noted.ts';

/**
 * Everything that can happen to a user, right and wrong, with every secret noted as it comes up. Where input is
 * refused a secret is in it, and where something fails its error tells one.
 */
export class Life {
  readonly noted: Noted;
  readonly #world: World;
  userId = '';

  constructor(world: World) {
    this.#world = world;
    this.noted = new Noted(world);
  }

  async live(): Promise<void> {
    this.userId = await createUser(this.#world, this.noted.person());
    const { secret, backupCodes, tokenId } = await this.#enrollByLink();
    await this.#signIn(secret, backupCodes);
    await this.#beRefused(secret, backupCodes);
    await this.#guess();
    await this.#operate(secret);
    await this.#loseToken(tokenId);
    const typed = this.noted.key(encodeBase32(randomBytes(20)));
    await this.#order(200, 'PUT', 'totp', { secret: typed, sendLink: true, identityVerified: true });
    await this.#enrollByLink();
    await this.#order(200, 'POST', 'reset', { identityVerified: true, reason: 'lost the phone' });
    const moved = this.noted.person();
    await this.#world.api.expect(200, 'PATCH', `/v1/users/${this.userId}`, { body: moved });
    await this.#enrollInSignIn();
    await this.#beUnreachable(moved.email);
  }

  /** A provider that repeats the address in its error, until the messages are given up. */
  async #beUnreachable(email: string): Promise<void> {
    this.#world.mailFault = new Error(`550 <${email}>: mailbox unavailable`);
    await this.#world.drain();
    const messages = await messagesOf(this.#world, this.userId);
    for (let tries = 0; tries < 8; tries++) {
      this.#world.advance(1_920);
      for (const { messageId } of messages) await this.#world.deliver(messageId);
    }
    await this.#world.drain();
  }

  async #enrollByLink(): Promise<{ secret: string; backupCodes: string[]; tokenId: string }> {
    const sent = await this.#order(202, 'POST', 'setup-links', { pin: true });
    const pin = this.noted.pin(sent.pin);
    const token = await this.#mailedToken();
    const ask = (status: number, path: 'open' | 'confirm', body: object) =>
      this.#world.api.expect(status, 'POST', `/v1/setup/${path}`, { body: { token, ...body } });
    await ask(403, 'open', {});
    await ask(403, 'open', { pin: this.noted.mistyped(pin) });
    this.#world.advance(3_600);
    const opened = await ask(200, 'open', { pin });
    const secret = this.noted.key(opened.secret, opened.otpauthUri);
    await ask(401, 'confirm', { pin, code: this.noted.mistyped() });
    this.#world.advance(3_600);
    const { backupCodes } = await ask(200, 'confirm', { pin, code: this.noted.code(secret) });
    await ask(404, 'confirm', { pin, code: this.noted.code(secret) });
    this.#world.advance(120);
    const { items } = await this.#order(200, 'GET', 'tokens', undefined);
    return { secret, backupCodes: this.noted.backupCodes(backupCodes), tokenId: items[0].tokenId };
  }

  /** Right, wrong, and spent, with codes of both kinds. */
  async #signIn(secret: string, [backupCode = '', other = '']: string[]): Promise<void> {
    const code = this.noted.code(secret);
    const nearly = `${other.slice(0, -1)}${other.endsWith('7') ? '8' : '7'}`;
    for (const codes of [
      [this.noted.mistyped(), code],
      [code, backupCode],
      [backupCode, nearly],
    ]) {
      const { verificationId } = await start(this.#world, this.userId);
      for (const typed of codes) await attempt(this.#world, verificationId, typed);
    }
  }

  /** Requests that no handler takes, each with a secret in it, and one that fails with a secret in its error. */
  async #beRefused(secret: string, [backupCode = '']: string[]): Promise<void> {
    const { api, services } = this.#world;
    const { verificationId } = await start(this.#world, this.userId);
    const target = `/v1/verifications/${verificationId}/attempts`;
    const as = 'application';
    const code = this.noted.code(secret);
    const odd = [
      { code: `${code}x` },
      { code: [code] },
      { code, otherCode: backupCode },
      { code, tokenId: [secret] },
    ];
    for (const body of odd) await api.expect(400, 'POST', target, { as, body });
    await api.expect(400, 'POST', target, { as, rawBody: `{"code": ${backupCode}` });
    await api.expect(413, 'POST', target, { as, body: { code, more: secret.repeat(300) } });
    await api.call('POST', '/v1/setup/open', { body: { token: secret } });
    await this.#order(400, 'PUT', 'totp', { secret: secret.toLowerCase() });
    await this.#order(400, 'POST', 'reset', { identityVerified: secret });

    const byId = () => Promise.reject(new Error(`Cannot open ${secret}`));
    const broken = new Api({ ...services, keyring: { ...services.keyring, byId } });
    const { body } = await broken.call('POST', target, { as, body: { code } });
    if (body.status !== 500 || this.noted.secrets.foundIn(body).length > 0) throw new Error(body.detail);
  }

  /** Until the account is throttled, and then until nothing of that holds any more. */
  async #guess(): Promise<void> {
    for (let i = 0; i < 12; i++) {
      const { status, body } = await signIn(this.#world, this.userId);
      if (status === 201) await attempt(this.#world, body.verificationId, this.noted.mistyped());
    }
    this.#world.advance(2 * 86_400);
  }

  /** What operators do with keys and codes; the key is shown again where the settings allow it. */
  async #operate(secret: string): Promise<void> {
    await this.#world.api.expect(200, 'PUT', '/v1/settings', { body: { secretDisplay: 'privileged' } });
    this.#world.advance(10);
    const revealed = await this.#order(200, 'POST', 'totp/reveal', {});
    if (revealed.secret !== secret) throw new Error('Another key was revealed');
    this.noted.backupCodes((await this.#order(200, 'POST', 'backup-codes', {})).backupCodes);
  }

  /** A code that replaces the token: used, mistyped, revoked, and used again in vain. */
  async #loseToken(tokenId: string): Promise<void> {
    const lost = { tokenId, days: 3, identityVerified: true, reason: 'left in a train' };
    const code = this.noted.lostTokenCode((await this.#order(201, 'POST', 'lost-token', lost)).code);
    const nearly = this.noted.lostTokenCode(`${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`);
    const use = async (typed: string): Promise<void> => {
      const { verificationId } = await start(this.#world, this.userId);
      await attempt(this.#world, verificationId, typed);
    };
    for (const typed of [code, nearly, code]) await use(typed);
    await this.#order(204, 'DELETE', 'lost-token', undefined);
    await use(code);
    await this.#order(200, 'POST', `tokens/${tokenId}/enable`, undefined);
    const bypass = { minutes: 5, identityVerified: true, reason: 'broke the phone' };
    await this.#order(201, 'POST', 'bypass', bypass);
    await start(this.#world, this.userId);
    await this.#order(204, 'DELETE', 'bypass', undefined);
  }

  async #enrollInSignIn(): Promise<void> {
    const { verificationId } = await start(this.#world, this.userId);
    const target = `/v1/verifications/${verificationId}`;
    const ask = (status: number, path: string, body?: object) =>
      this.#world.api.expect(status, 'POST', `${target}/${path}`, { as: 'application', body });
    const { secret, otpauthUri } = await ask(201, 'enrollment');
    this.noted.key(secret, otpauthUri);
    await ask(401, 'enrollment/confirmation', { code: this.noted.mistyped() });
    const confirmed = await ask(200, 'enrollment/confirmation', { code: this.noted.code(secret) });
    this.noted.backupCodes(confirmed.backupCodes);
  }

  async #mailedToken(): Promise<string> {
    await this.#world.drain();
    const tokens = this.#world.mails.flatMap(({ text }) => /#([\w-]{43})$/m.exec(text)?.[1] ?? []);
    return this.noted.linkToken(tokens.at(-1) ?? '');
  }

  #order(status: number, method: string, action: string, body: object | undefined) {
    return this.#world.api.expect(status, method, `/v1/users/${this.userId}/${action}`, { body });
  }
}
