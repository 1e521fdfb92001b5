import type { ServerResponse } from 'node:http';

interface StructuredResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Sends a function's answer, by the rules of payload format 2.0. */
export function sendResult(response: ServerResponse, result: unknown): void {
  const { statusCode, headers = {}, cookies, body = '', isBase64Encoded = false } = structured(result);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies) response.setHeader('set-cookie', [...cookies]);
  if (body !== '' && !response.hasHeader('content-type'))
    response.setHeader('content-type', 'application/json');
  response.writeHead(statusCode);
  response.end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

function structured(result: unknown): StructuredResult {
  if (typeof result === 'object' && result !== null && 'statusCode' in result)
    return result as StructuredResult;
  // An answer without a status is taken as the body of a 200.
  return { statusCode: 200, body: typeof result === 'string' ? result : JSON.stringify(result) };
}
