import { clockCode } from '../browser/token-codes.ts';

interface Started {
  readonly verificationId: string;
  readonly status?: string;
  readonly attemptsRemaining?: number;
  /** Of a refusal. */
  readonly code?: string;
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

  start(userId: string): Promise<Started> {
    return this.#ask('/v1/verifications', { userId });
  }

  /** @returns `verified`, or the refusal's code */
  async attempt(verificationId: string, code: string): Promise<string> {
    const answer = await this.#ask<{ status: string; code?: string }>(
      `/v1/verifications/${verificationId}/attempts`,
      { code },
    );
    return answer.code ?? answer.status;
  }

  /** One code in a fresh sign-in. */
  async tryCode(userId: string, code: string): Promise<string> {
    return this.attempt((await this.start(userId)).verificationId, code);
  }

  /** As a person does it at a first sign-in, with an authenticator app. */
  async enroll(userId: string): Promise<{ secret: string; backupCodes: readonly string[] }> {
    const { verificationId } = await this.start(userId);
    const { secret } = await this.#ask<{ secret: string }>(`/v1/verifications/${verificationId}/enrollment`);
    const path = `/v1/verifications/${verificationId}/enrollment/confirmation`;
    const { backupCodes } = await this.#ask<{ backupCodes: string[] }>(path, { code: clockCode(secret) });
    return { secret, backupCodes };
  }

  async #ask<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(this.#origin + path, {
      method: 'POST',
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  }
}
