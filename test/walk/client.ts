export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** Talks to a running service as a program does: over HTTP, with an access token of its own. */
export class Client {
  readonly #origin: string;
  readonly #accessToken: string;

  private constructor(origin: string, accessToken: string) {
    this.#origin = origin;
    this.#accessToken = accessToken;
  }

  static async signIn(origin: string, clientId: string): Promise<Client> {
    const response = await fetch(`${origin}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientId}-secret`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: accessToken } = (await response.json()) as { access_token: string };
    return new Client(origin, accessToken);
  }

  /** A body that is text is sent as it is, as the media type given. */
  async ask(method: string, path: string, body?: unknown, mediaType = 'application/json'): Promise<Answer> {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.#origin + path, {
      method,
      headers: { authorization: `Bearer ${this.#accessToken}`, 'content-type': mediaType },
      ...(body === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  }

  /** Asks, and insists on the status. */
  async get(
    status: number,
    method: string,
    path: string,
    body?: unknown,
    mediaType?: string,
  ): Promise<Answer['body']> {
    const answer = await this.ask(method, path, body, mediaType);
    if (answer.status === status) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}, not ${status}`);
  }
}
