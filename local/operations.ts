import type { BusinessClock } from './clock.ts';
import type { Edge } from './gateway/edge.ts';
import type { OriginRequest } from './gateway/gateway.ts';
import { readBody, sendJson } from './http.ts';
import type { Identity } from './identity/identity.ts';
import type { Message } from './inbox.ts';
import { sendInboxPage } from './inbox-page.ts';
import { localhostOf } from './localhost.ts';
import type { Schedules } from './schedules.ts';
import type { Stream } from './stream/stream.ts';

export const operationsPath = '/_local/';
const bodyLimit = 64 * 1024;

export interface OperationsOptions {
  isReady(): boolean;
  readonly edge: Edge;
  readonly clock: BusinessClock;
  readonly schedules: Schedules;
  readonly stream: Stream;
  readonly identity: Identity;
  readonly host: string;
  inbox(to?: string | null): Promise<Message[]>;
}

type Operation = (call: OriginRequest, body: Readonly<Record<string, unknown>>) => Promise<void> | void;

class Refusal extends Error {}

/** What only a local run has: the inbox, control of the clock, and the schedules. */
export function operations(options: OperationsOptions): (call: OriginRequest) => Promise<void> {
  const { isReady, edge, clock, schedules, stream, identity, host, inbox } = options;
  const time = () => ({ now: new Date(clock.now()).toISOString(), offsetSeconds: clock.offsetSeconds() });
  const table: Readonly<Record<string, Operation>> = {
    'GET health': ({ response }) => {
      const { now, offsetSeconds: clockOffsetSeconds } = time();
      const ready = isReady();
      sendJson(response, ready ? 200 : 503, { ready, now, clockOffsetSeconds, ...stream.health() });
    },
    'GET inbox': async ({ response }) => sendInboxPage(response, await inbox()),
    'GET inbox.json': async ({ response, query }) =>
      sendJson(response, 200, await inbox(new URLSearchParams(query).get('to'))),
    'GET clock': ({ response }) => sendJson(response, 200, time()),
    'POST clock': ({ response }, { advanceSeconds }) => {
      if (!Number.isSafeInteger(advanceSeconds) || Number(advanceSeconds) < 0) {
        throw new Refusal(
          'Send {"advanceSeconds": n} with a whole number from 0. The clock never goes back.',
        );
      }
      if (!clock.advance(Number(advanceSeconds)))
        throw new Refusal('The clock cannot be moved further than 68 years.');
      schedules.rearm();
      sendJson(response, 200, time());
    },
    'POST settle': async ({ response }) => {
      await stream.settled();
      sendJson(response, 200, stream.health());
    },
    'POST access-token': async ({ response }, { userId }) => {
      if (typeof userId !== 'string' || userId === '') throw new Refusal('Send {"userId": "<user id>"}.');
      sendJson(response, 200, { accessToken: await identity.accessTokenOf(userId) });
    },
  };

  async function runSchedule(call: OriginRequest, name: string): Promise<void> {
    const run = await schedules.run(name, await jsonBody(call));
    if (!run)
      return edge.problem(call.response, 'not-found', 'This schedule does not exist.', call.requestId);
    sendJson(call.response, 200, run.result);
  }

  return async (call) => {
    const { request, response, method, path, requestId } = call;
    // A web page elsewhere must not fetch an access token here, neither directly nor under a name of its own that
    // resolves to this machine.
    if (!isLocal(request.headers.host, host) || isCrossSite(request.headers)) {
      return edge.problem(response, 'forbidden', 'Only for callers on this machine.', requestId);
    }
    const name = path.slice(operationsPath.length);
    const schedule = /^schedules\/([^/]+)\/run$/.exec(name)?.[1];
    try {
      if (schedule !== undefined && method === 'POST') {
        return await runSchedule(call, decodeURIComponent(schedule));
      }
      const key = `${method} ${name}`;
      const operation = Object.hasOwn(table, key) ? table[key] : undefined;
      if (operation) return await operation(call, method === 'POST' ? await jsonBody(call) : {});
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return edge.problem(response, 'invalid-request', error.message, requestId);
    }
    edge.problem(response, 'not-found', 'This local operation does not exist.', requestId);
  };
}

async function jsonBody({ request }: OriginRequest): Promise<Record<string, unknown>> {
  const text = (await readBody(request, bodyLimit))?.toString();
  if (!text) return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {}
  throw new Refusal('The body must be a JSON object.');
}

function isLocal(found: string | undefined, host: string): boolean {
  return found === host || found === localhostOf(host);
}

function isCrossSite(headers: Readonly<Record<string, unknown>>): boolean {
  return ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site'] ?? 'none'));
}
