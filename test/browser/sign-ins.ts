import { appCode } from '../support/people.ts';

type Answer = Readonly<Record<string, unknown>>;

/** An application that lets people enroll and sign in. */
export class Application {
  readonly #origin: string;
  readonly #authorization: string;

  static async of(origin: string): Promise<Application> {
    const response = await fetch(`${origin}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('demo-app:demo-app-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: accessToken } = await response.json();
    return new Application(origin, `Bearer ${accessToken}`);
  }

  private constructor(origin: string, authorization: string) {
    this.#origin = origin;
    this.#authorization = authorization;
  }

  /** The user enrolls at a sign-in. @returns their backup codes */
  async enroll(userId: string): Promise<string[]> {
    const path = `${await this.#begin(userId)}/enrollment`;
    const { secret } = await this.#post(path);
    const { now } = await (await fetch(`${this.#origin}/_local/clock`)).json();
    const code = appCode(String(secret), Math.floor(Date.parse(now) / 1000));
    return (await this.#post(`${path}/confirmation`, { code }))['backupCodes'] as string[];
  }

  /** The user answers one sign-in with each of these codes. */
  async spend(userId: string, backupCodes: readonly string[]): Promise<void> {
    for (const code of backupCodes) await this.#post(`${await this.#begin(userId)}/attempts`, { code });
  }

  /** Begins a sign-in. @returns whether it leads through enrollment */
  async leadsToEnrollment(userId: string): Promise<boolean> {
    return (await this.#post('/v1/verifications', { userId }))['status'] === 'enrollment-required';
  }

  async #begin(userId: string): Promise<string> {
    const { verificationId } = await this.#post('/v1/verifications', { userId });
    return `/v1/verifications/${verificationId}`;
  }

  async #post(path: string, body: object = {}): Promise<Answer> {
    const response = await fetch(`${this.#origin}${path}`, {
      method: 'POST',
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}
