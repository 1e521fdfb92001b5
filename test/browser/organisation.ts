import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningCountersign, startCountersign } from '../../local/runner.ts';

interface Invitation {
  readonly userId: string;
  readonly link: string;
  readonly pin?: string;
}

const mailMilliseconds = 15_000;

/** A running service of its own, and an operator who invites people to it. */
export class Organisation {
  readonly #service: RunningCountersign;
  readonly #authorization: string;

  static async start({ demo = false } = {}): Promise<Organisation> {
    const service = await startCountersign({ inMemory: true, demo, quiet: true });
    const response = await fetch(`${service.origin}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('demo-admin:demo-admin-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: accessToken } = await response.json();
    return new Organisation(service, `Bearer ${accessToken}`);
  }

  private constructor(service: RunningCountersign, authorization: string) {
    this.#service = service;
    this.#authorization = authorization;
  }

  get origin(): string {
    return this.#service.origin;
  }

  /** A new person, and the link of the mail they got. */
  async invite({ pin = false } = {}): Promise<Invitation> {
    const userId = `ada-${randomUUID()}`;
    const person = { displayName: 'Ada Lovelace', email: emailOf(userId), twoFactorRequired: true };
    await this.ask('POST', '/v1/users', { userId, ...person });
    return this.sendLink(userId, { pin });
  }

  async sendLink(userId: string, { pin = false } = {}): Promise<Invitation> {
    const before = await this.#linksOf(userId);
    const sent = await this.ask('POST', `/v1/users/${userId}/setup-links`, { pin });
    for (const until = Date.now() + mailMilliseconds; Date.now() < until; ) {
      const [link] = (await this.#linksOf(userId)).filter((found) => !before.includes(found));
      if (link) return { userId, link, ...(typeof sent['pin'] === 'string' && { pin: sent['pin'] }) };
      await sleep(50);
    }
    throw new Error('The mail with the setup link did not arrive.');
  }

  async stageOf(userId: string): Promise<unknown> {
    return (await this.ask('GET', `/v1/users/${userId}/status`))['stage'];
  }

  /** Moves the clock of every function. */
  async advance(seconds: number): Promise<void> {
    await this.ask('POST', '/_local/clock', { advanceSeconds: seconds });
  }

  /** The newest setup link that was mailed to this person. */
  async linkOf(userId: string): Promise<string> {
    await this.settled();
    return (await this.#linksOf(userId))[0] ?? '';
  }

  /** Waits until everything that was done has reached counters, lists, audit and inbox. */
  settled(): Promise<void> {
    return this.#service.settled();
  }

  stop(): Promise<void> {
    return this.#service.stop();
  }

  async #linksOf(userId: string): Promise<string[]> {
    const response = await fetch(
      `${this.origin}/_local/inbox.json?to=${encodeURIComponent(emailOf(userId))}`,
    );
    const messages: { readonly text: string }[] = await response.json();
    return messages.flatMap(({ text }) => text.match(/https?:\S+\/setup#[\w-]+/g) ?? []);
  }

  /** A call of the API as an administrator, who is a program. */
  async ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = response.status === 204 ? {} : await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

const emailOf = (userId: string) => `${userId}@example.com`;
