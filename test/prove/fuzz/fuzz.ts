import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { type OpenApiDocument, openApiDocument } from '../../../build/openapi.ts';
import { functions } from '../../../functions/index.ts';
import type { Caller } from '../../support/api.ts';
import { World } from '../../support/world.ts';
import { dumpOf } from '../dump.ts';
import { seeded } from '../random.ts';
import { recount } from '../recount/recount.ts';
import { type Heard, Surface } from '../surface/surface.ts';
import { type Answered, contractOf } from './contract.ts';
import { mutations } from './mutations.ts';
import { Population } from './population.ts';
import { type Draft, draftOf, neededBy, type Placed, placesOf, written } from './request.ts';
import { type Draw, pick } from './values.ts';

export const document: OpenApiDocument = openApiDocument(functions);
const places = placesOf(document);
const contract = contractOf(document);
const atOnce = 8;
const betweenArrivals = 80;

export interface Fuzzed {
  requests: number;
  slowest: { milliseconds: number; request: string };
  /** What was wrong, each with the request. */
  readonly findings: string[];
  /** An example of each status of each operation. */
  readonly seen: Map<string, Answered>;
}

export const nothingYet = (): Fuzzed => ({
  requests: 0,
  slowest: { milliseconds: 0, request: '' },
  findings: [],
  seen: new Map(),
});

/** One deployment, asked `count` times: every operation in turn. */
export async function fuzzRound(
  into: Fuzzed,
  { endpoint, seed, count }: { endpoint?: string; seed: number; count: number },
): Promise<void> {
  const world = await World.start(endpoint);
  const draw = seeded(seed);
  const answers = ['accepted', 'refused', 'unavailable'] as const;
  const delegation = { loopback: true, ask: async () => pick(draw, answers) };
  const surface = await Surface.start({ ...world.services, delegation });
  const population = new Population(world, draw);
  await population.begin();
  const tokens = new Map<string, Promise<string | undefined>>();
  const from = draw(places.length);
  for (let done = 0; done < count; done += atOnce) {
    if (done % betweenArrivals === 0) await refresh(world, population);
    const drafts = Array.from({ length: Math.min(atOnce, count - done) }, (_, i) =>
      mutated(draftFor(from + done + i, draw, population), draw),
    );
    const heard = await Promise.all(drafts.map((draft) => send(surface, draft, tokens)));
    for (const [i, answer] of heard.entries()) note(into, population, drafts[i] as Draft, answer, seed);
    world.advance(draw(20));
  }
  const dump = await dumpOf(world);
  for (const { invariant, where, what } of recount(dump)) {
    const item = dump.items.find(({ pk, sk }) => `${pk?.S} ${sk?.S}` === where);
    into.findings.push(`seed ${seed}: ${invariant} ${where}: ${what} ${JSON.stringify(item)}`);
  }
  await surface.stop();
  await world.client.send(new DeleteTableCommand({ TableName: world.tableName }));
  await world.stop();
}

async function refresh(world: World, population: Population): Promise<void> {
  await population.refresh();
  world.calls.length = 0;
}

function draftFor(turn: number, draw: Draw, population: Population): Draft {
  const place = places[turn % places.length] as Placed;
  return draftOf(place, draw, population.knownOf(neededBy(place)));
}

/** Two of five as they are; to the others something is done, to some of them more than one thing. */
function mutated(draft: Draft, draw: Draw): Draft {
  const times = [0, 0, 1, 1, 2][draw(5)] ?? 0;
  for (let i = 0; i < times; i++) pick(draw, Object.values(mutations))(draft, draw);
  return draft;
}

async function send(
  surface: Surface,
  draft: Draft,
  tokens: Map<string, Promise<string | undefined>>,
): Promise<Heard> {
  const who = JSON.stringify(draft.caller);
  const known = tokens.get(who) ?? tokenOf(surface, draft.caller);
  if (tokens.size < 100) tokens.set(who, known);
  const token = await known;
  const { headers, ...request } = written(draft);
  return surface.ask({
    ...request,
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });
}

async function tokenOf(surface: Surface, caller: Caller): Promise<string | undefined> {
  if (caller === 'nobody') return undefined;
  if (typeof caller === 'object' && 'claims' in caller) return surface.sign(caller.claims);
  if (typeof caller === 'object') return surface.sign({ sub: caller.self, scope: 'countersign/self' });
  if (caller === 'application')
    return surface.sign({ sub: 'app', client_id: 'app', scope: 'countersign/verify' });
  const group = { administrator: 'administrators', helpdesk: 'helpdesk', auditor: 'auditors' }[caller];
  return surface.sign({
    sub: `the-${caller}`,
    scope: 'countersign/operate',
    groups: [`countersign-${group}`],
  });
}

function note(into: Fuzzed, population: Population, draft: Draft, heard: Heard, seed: number): void {
  const [method, path] = heard.routeKey?.split(' ') ?? [];
  const operation = places.find((place) => place.method === method && place.path === path)?.operation;
  const answered = {
    operation,
    status: heard.status,
    contentType: String(heard.headers['content-type'] ?? ''),
    text: heard.text,
  };
  into.requests++;
  const { milliseconds } = heard;
  if (milliseconds > into.slowest.milliseconds) into.slowest = { milliseconds, request: described(draft) };
  const key = `${operation?.operationId} ${heard.status}`;
  if (operation && !into.seen.has(key)) into.seen.set(key, answered);
  if (heard.status < 300) population.learn(JSON.parse(heard.text || 'null'));
  // What answers HEAD has no body.
  const findings = draft.method === 'HEAD' && heard.status < 500 ? [] : contract.judge(answered);
  for (const finding of findings) {
    into.findings.push(`seed ${seed}: ${finding}\n    ${described(draft)}`);
  }
}

function described(draft: Draft): string {
  const { method, target, body = '', headers } = written(draft);
  const shown = typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
  return `${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${JSON.stringify(shown.slice(0, 600))} as ${JSON.stringify(draft.caller)}`;
}
