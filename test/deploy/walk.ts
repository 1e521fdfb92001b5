import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { appCode } from '../support/people.ts';
import { account, type Emulator } from './emulator.ts';

/** The clients and the person of a user pool that the walk signs in with. */
export interface SignIns {
  readonly pages: string;
  /** Where the pages' client may send people back to. */
  readonly back: string;
  readonly application: string;
  readonly secret: string;
  readonly userName: string;
  readonly password: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a walk looks into answers of every shape
  readonly body: any;
}

interface Sent {
  readonly token?: string;
  readonly basic?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: object;
}

const messagesSeconds = 10;
const streamSeconds = 10;

/**
 * The main job through what was deployed, by CloudFront's address: signs in as an operator (code with PKCE) and an
 * application (client credentials), makes a user, waits for the mailed link, enrolls, verifies, tries the code again,
 * and looks for what the stream should have written.
 */
export class Walk {
  /** What came out otherwise, in words. */
  readonly wrong: string[] = [];
  readonly userId: string;
  secret = '';
  readonly #emulator: Emulator;
  readonly #host: string;
  readonly #signIns: SignIns;
  #operator = '';
  #application = '';
  /** The step of 30 seconds whose code was used last, here or elsewhere: a code is accepted once. */
  #used = { step: 0 };

  constructor(
    emulator: Emulator,
    host: string,
    signIns: SignIns,
    userId = `eve${randomBytes(3).toString('hex')}`,
  ) {
    this.userId = userId;
    this.#emulator = emulator;
    this.#host = host;
    this.#signIns = signIns;
  }

  /** The same user and authenticator at another address, where other clients sign in. */
  elsewhere(host: string, signIns: SignIns): Walk {
    const there = new Walk(this.#emulator, host, signIns, this.userId);
    there.secret = this.secret;
    there.#used = this.#used;
    return there;
  }

  /** @returns what came out otherwise */
  async all(): Promise<readonly string[]> {
    await this.signIn();
    await this.pages();
    await this.refusals();
    const link = await this.#invitation();
    if (link === undefined) return this.wrong;
    await this.#enrollment(link);
    await this.verification();
    await this.#records();
    return this.wrong;
  }

  async signIn(): Promise<void> {
    this.#operator = await this.#person();
    this.#application = await this.#program();
  }

  async pages(): Promise<void> {
    const console = await this.#expect(200, 'GET', '/');
    if (!console.headers['content-security-policy'])
      this.wrong.push('the console has no content security policy');
    const { operate } = (await this.#expect(200, 'GET', '/sign-in.json')).body ?? {};
    if (operate?.clientId !== this.#signIns.pages) this.wrong.push('the pages name another client');
  }

  async refusals(): Promise<void> {
    await this.#expect(401, 'GET', '/v1/users');
    await this.#expect(401, 'POST', '/v1/users', { json: { userId: 'stranger' } });
    await this.#expect(404, 'GET', '/v1/nothing');
    await this.#expect(200, 'GET', '/.well-known/jwks.json');
    await this.#expect(403, 'GET', '/v1/users', { token: this.#application });
  }

  async #invitation(): Promise<string | undefined> {
    const { userId } = this;
    const email = `${userId}@acme.com`;
    await this.#operate(201, 'POST', '/v1/users', {
      userId,
      displayName: 'Eve',
      email,
      twoFactorRequired: true,
    });
    await this.#operate(202, 'POST', `/v1/users/${userId}/setup-links`, {});
    return this.#until(messagesSeconds, 'the link was mailed', () => this.#mailedLink(email));
  }

  async #enrollment(link: string): Promise<void> {
    const opened = await this.#expect(200, 'POST', '/v1/setup/open', { json: { token: link } });
    this.secret = opened.body?.secret ?? '';
    if (this.secret === '') return;
    await this.#expect(200, 'POST', '/v1/setup/confirm', { json: { token: link, code: this.#code() } });
  }

  /** A sign-in of the user, and the same code again. */
  async verification(): Promise<void> {
    if (this.secret === '') return;
    const token = this.#application;
    const started = await this.#expect(201, 'POST', '/v1/verifications', {
      token,
      json: { userId: this.userId },
    });
    const attempts = `/v1/verifications/${started.body?.verificationId}/attempts`;
    const json = { code: this.#code() };
    await this.#expect(200, 'POST', attempts, { token, json });
    await this.#expect([401, 404, 409, 410, 422], 'POST', attempts, { token, json });
  }

  async #records(): Promise<void> {
    const events = `/v1/users/${this.userId}/events`;
    await this.#until(streamSeconds, 'the stream wrote the events', async () => {
      const { body } = await this.#ask('GET', events, { token: this.#operator });
      return body?.items?.some(({ type }: { type: string }) => type.includes('verif')) || undefined;
    });
  }

  /** A code that was not used before. */
  #code(): string {
    const step = Math.max(Math.floor(Date.now() / 30_000), this.#used.step + 1);
    this.#used.step = step;
    return appCode(this.secret, step * 30);
  }

  async #person(): Promise<string> {
    const { pages, back, userName, password } = this.#signIns;
    const verifier = randomBytes(36).toString('base64url');
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: pages,
      redirect_uri: back,
      scope: 'openid countersign/operate',
      state: 's',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const page = await this.#ask('GET', `/oauth2/authorize?${asked}`, {}, false);
    const fields = [...page.text.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)];
    const hidden = Object.fromEntries(
      fields.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
    );
    const form = { ...hidden, username: userName, password };
    const { headers } = await this.#ask('POST', '/login', { form }, false);
    const code = /[?&]code=([^&]+)/.exec(String(headers['location']))?.[1];
    if (!code) throw new Error(`${userName} cannot sign in`);
    return this.#token({
      form: {
        grant_type: 'authorization_code',
        client_id: pages,
        redirect_uri: back,
        code: decodeURIComponent(code),
        code_verifier: verifier,
      },
    });
  }

  #program(): Promise<string> {
    const { application, secret } = this.#signIns;
    const basic = Buffer.from(`${application}:${secret}`).toString('base64');
    return this.#token({ basic, form: { grant_type: 'client_credentials', scope: 'countersign/verify' } });
  }

  async #token(sent: Sent): Promise<string> {
    const { body, text } = await this.#ask('POST', '/oauth2/token', sent, false);
    if (!body?.access_token) throw new Error(`The user pool gives no token: ${text}`);
    return body.access_token;
  }

  async #mailedLink(email: string): Promise<string | undefined> {
    const { body } = await this.#ask('GET', '/_ministack/ses/messages', {}, false);
    const mails: { To: string[]; BodyText: string }[] = body?.messages?.[account] ?? [];
    const mail = mails.find(({ To }) => To[0]?.includes(email));
    return mail && /setup#([\w-]+)/.exec(mail.BodyText)?.[1];
  }

  async #until<T>(
    seconds: number,
    what: string,
    found: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    for (let tries = 0; tries < seconds * 4; tries++) {
      const result = await found();
      if (result !== undefined) return result;
      await sleep(250);
    }
    this.wrong.push(`not within ${seconds} seconds: ${what}`);
    return undefined;
  }

  #operate(status: number, method: string, path: string, json: object): Promise<Answer> {
    return this.#expect(status, method, path, { token: this.#operator, json });
  }

  async #expect(status: number | number[], method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const answer = await this.#ask(method, path, sent);
    if (![status].flat().includes(answer.status)) {
      this.wrong.push(
        `${method} ${path} answers ${answer.status}, not ${status}: ${answer.text.slice(0, 200)}`,
      );
    }
    return answer;
  }

  /** @param throughEdge by CloudFront's address, or else of AWS itself */
  async #ask(
    method: string,
    path: string,
    { token, basic, form, json }: Sent,
    throughEdge = true,
  ): Promise<Answer> {
    const payload = form ? String(new URLSearchParams(form)) : json && JSON.stringify(json);
    const headers = {
      ...(throughEdge && { host: this.#host, 'x-forwarded-proto': 'https' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(basic && { authorization: `Basic ${basic}` }),
      ...(payload !== undefined && {
        'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
        'content-length': Buffer.byteLength(payload),
      }),
    };
    return new Promise((resolve, reject) => {
      const sending = request(this.#emulator.url + path, { method, headers }, async (response) => {
        const answered = await text(response);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: answered,
          body: parsed(answered),
        });
      });
      sending.once('error', reject);
      sending.end(payload);
    });
  }
}

function parsed(answered: string): unknown {
  try {
    return JSON.parse(answered);
  } catch {
    return undefined;
  }
}
