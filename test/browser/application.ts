import { appCode } from '../support/people.ts';

interface Started {
  readonly verificationId: string;
  readonly status?: string;
  readonly attemptsRemaining?: number;
  /** Present in a refusal. */
  readonly code?: string;
}

interface Enrolled {
  readonly secret: string;
  readonly backupCodes: readonly string[];
}

/** A relying application that has sign-ins verified, and the person who types the codes. */
export class Application {
  readonly #origin: string;
  readonly #authorization: string;

  static async signIn(origin: string): Promise<Application> {
    const answer = await fetch(`${origin}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('demo-app:demo-app-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: accessToken } = await answer.json();
    return new Application(origin, `Bearer ${accessToken}`);
  }

  private constructor(origin: string, authorization: string) {
    this.#origin = origin;
    this.#authorization = authorization;
  }

  /** Starts a sign-in, or learns why not. */
  async start(userId: string): Promise<Started> {
    return (await this.#post<Started>('/v1/verifications', { userId })).answer;
  }

  /** @returns `verified`, or the refusal's code */
  async attempt(verificationId: string, code: string): Promise<string> {
    const path = `/v1/verifications/${verificationId}/attempts`;
    const { answer } = await this.#post<{ status: string; code?: string }>(path, { code });
    return answer.code ?? answer.status;
  }

  /** One code in a fresh sign-in. */
  async tryCode(userId: string, code: string): Promise<string> {
    return this.attempt((await this.start(userId)).verificationId, code);
  }

  /** Signs in with each of these backup codes. */
  async spend(userId: string, backupCodes: readonly string[]): Promise<void> {
    for (const code of backupCodes) {
      const verdict = await this.tryCode(userId, code);
      if (verdict !== 'verified') throw new Error(`A backup code of ${userId}: ${verdict}`);
    }
  }

  /** As a person does it at a first sign-in, with an authenticator app. */
  async enroll(userId: string): Promise<Enrolled> {
    const { verificationId } = await this.start(userId);
    const path = `/v1/verifications/${verificationId}/enrollment`;
    const { secret } = await this.#done<{ secret: string }>(path);
    const code = appCode(secret, await this.#now());
    const { backupCodes } = await this.#done<{ backupCodes: string[] }>(`${path}/confirmation`, { code });
    return { secret, backupCodes };
  }

  /** Seconds since 1970 by the service's clock, which a test may have moved. */
  async #now(): Promise<number> {
    const { now } = await (await fetch(`${this.#origin}/_local/clock`)).json();
    return Math.floor(Date.parse(now) / 1000);
  }

  async #done<T>(path: string, body: object = {}): Promise<T> {
    const { ok, answer } = await this.#post<T>(path, body);
    if (!ok) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async #post<T>(path: string, body: object): Promise<{ readonly ok: boolean; readonly answer: T }> {
    const response = await fetch(this.#origin + path, {
      method: 'POST',
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ok: response.ok, answer: await response.json() };
  }
}
