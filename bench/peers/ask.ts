import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: every product answers in a shape of its own
  readonly body: any;
}

interface Question {
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** Keeps connections open where the server does, like an application would. */
const agent = new Agent({ keepAlive: true });

const limitMilliseconds = 30_000;

/** One request to a server on this machine. */
export function ask(method: string, url: string, { headers, form, json }: Question = {}): Promise<Answer> {
  const body = form ? new URLSearchParams(form).toString() : json === undefined ? '' : JSON.stringify(json);
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  return new Promise((resolve, reject) => {
    const options = {
      method,
      agent,
      timeout: limitMilliseconds,
      headers: {
        ...headers,
        ...(body && { 'content-type': type }),
        'content-length': Buffer.byteLength(body),
      },
    };
    const sent = request(url, options, async (response) => {
      try {
        const text = Buffer.concat(await response.toArray()).toString();
        const isJson = response.headers['content-type']?.includes('json');
        resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${url} had no answer`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The same, where only one answer is acceptable. */
export async function expect(status: number, ...question: Parameters<typeof ask>): Promise<Answer['body']> {
  const answer = await ask(...question);
  if (answer.status !== status) throw new Error(`${question[0]} ${question[1]}: ${told(answer)}`);
  return answer.body;
}

export const told = ({ status, body }: Answer): string => `${status} ${JSON.stringify(body).slice(0, 500)}`;
