import { createHmac } from 'node:crypto';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpsProvider } from '../domain/providers.ts';
import { isForbidden, mayCall, type Resolve } from './addresses.ts';
import type { ProviderAnswer, ProviderQuestion } from './contract.ts';

export interface HttpsPorts {
  readonly resolve: Resolve;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly loopback: boolean;
}

/** An answer is one short word in JSON; anything longer is not an answer. */
const longestAnswer = 4_096;

/**
 * Calls the organisation's own service: a POST signed by the Standard Webhooks specification. Redirects are not
 * followed: the signature is for one receiver.
 */
export async function askHttps(
  ports: HttpsPorts,
  { url, timeoutMilliseconds }: HttpsProvider,
  secret: Buffer,
  question: ProviderQuestion,
): Promise<ProviderAnswer> {
  const target = new URL(url);
  const allowed = target.protocol === 'https:' || (target.protocol === 'http:' && ports.loopback);
  if (!allowed || isForbidden(target.hostname, ports.loopback)) return 'unavailable';
  const body = Buffer.from(JSON.stringify(question));
  const deadline = AbortSignal.timeout(timeoutMilliseconds);
  for (let tries = 0; tries < 2 && !deadline.aborted; tries++) {
    const headers = signedHeaders(question.id, Math.floor(ports.clock() / 1000), body, secret);
    try {
      const { status, text } = await post(ports, target, headers, body, deadline);
      if (status === 200) return readAnswer(text);
      if (![502, 503, 504].includes(status)) return 'unavailable';
    } catch {
      // The second try carries the same id: the provider knows what it has answered already.
    }
  }
  return 'unavailable';
}

/** `v1,` and the HMAC-SHA-256 of id, time and body, joined by dots. */
export function signedHeaders(
  id: string,
  seconds: number,
  body: Buffer,
  secret: Buffer,
): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body).digest('base64');
  return {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}

function readAnswer(text: string): ProviderAnswer {
  try {
    const { result } = JSON.parse(text) as { result?: unknown };
    return result === 'accepted' || result === 'refused' ? result : 'unavailable';
  } catch {
    return 'unavailable';
  }
}

function post(
  { resolve, loopback }: HttpsPorts,
  target: URL,
  headers: Record<string, string>,
  body: Buffer,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((settle, fail) => {
    const request: ClientRequest = send(target, {
      method: 'POST',
      headers,
      signal,
      agent: false,
      // Resolved once and called at that address: a name that resolves differently a moment later has no effect.
      lookup(host, _options, found) {
        resolve(host).then(
          (addresses) => {
            const allowed = addresses.filter((one) => mayCall(one, loopback));
            const [first] = allowed;
            if (first) found(null, [first]);
            else found(new Error('The provider has no address that calls are allowed to'), []);
          },
          (error) => found(error, []),
        );
      },
    });
    request.on('error', fail);
    request.on('response', (response) => {
      readText(response, request).then((text) => settle({ status: response.statusCode ?? 0, text }), fail);
    });
    request.end(body);
  });
}

async function readText(response: IncomingMessage, request: ClientRequest): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longestAnswer) {
      request.destroy();
      throw new Error('The answer is too long');
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
