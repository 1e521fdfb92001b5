import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Worker } from 'node:worker_threads';
import { readBody, serve } from '../http.ts';
import { mailReportOf, type OnReport } from './reports.ts';

const bodyLimit = 10 * 1024 * 1024;

export interface Mail {
  readonly destination: { readonly to: string[]; readonly cc: string[]; readonly bcc: string[] };
  readonly subject: string;
  readonly body: { readonly text?: string; readonly html?: string };
  /** Seconds since the epoch. */
  readonly at: number;
}

export interface Ses {
  readonly url: string;
  /** Every mail received since the start, oldest first. */
  mails(): Promise<Mail[]>;
  close(): Promise<void>;
}

/** All but what belongs to one connection. */
function forwarded({ host: _, connection: __, 'content-length': ___, ...rest }: IncomingHttpHeaders) {
  return Object.entries(rest).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
}

/**
 * aws-ses-v2-local in a thread of its own: it keeps its mails in one module-wide list, which two runners in one
 * process would share, and its web framework would otherwise load before the database can be waited for.
 */
export async function startSes(onReport: OnReport = () => {}): Promise<Ses> {
  const thread = new Worker(new URL('ses-thread.ts', import.meta.url), { execArgv: [], env: {} });
  const [url] = (await once(thread, 'message')) as [string];
  const front = await serve(async (request, response) => {
    const body = await readBody(request, bodyLimit);
    const answer = await fetch(`${url}${request.url}`, {
      method: request.method ?? 'POST',
      headers: forwarded(request.headers),
      ...(body?.length ? { body: new Uint8Array(body) } : {}),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml' });
    response.end(await answer.text());
    const report = answer.ok && mailReportOf(new URLSearchParams(body?.toString()), new Date());
    if (report) onReport(report);
  });
  return {
    url: front.url,
    async mails() {
      const store = (await (await fetch(`${url}/store`)).json()) as { emails: Mail[] };
      return store.emails;
    },
    async close() {
      await front.close();
      await thread.terminate();
    },
  };
}
