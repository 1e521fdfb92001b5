import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

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

/**
 * aws-ses-v2-local in a thread of its own: it keeps its mails in one module-wide list, which two runners in one
 * process would share, and its web framework would otherwise load before the database can be waited for.
 */
export async function startSes(): Promise<Ses> {
  const thread = new Worker(new URL('ses-thread.ts', import.meta.url), { execArgv: [], env: {} });
  const [url] = (await once(thread, 'message')) as [string];
  return {
    url,
    async mails() {
      const store = (await (await fetch(`${url}/store`)).json()) as { emails: Mail[] };
      return store.emails;
    },
    async close() {
      await thread.terminate();
    },
  };
}
