import type { Route } from '../../lib/http/route.ts';
import type { Item } from '../../lib/store/items.ts';
import type { Answer } from '../support/api.ts';
import { routes } from '../support/routes.ts';
import type { World } from '../support/world.ts';
import { coldFunction } from './cold-function.ts';
import { dumpOf } from './dump.ts';
import { type FaultProxy, isWrite } from './fault-proxy.ts';
import type { Operation, WorkedCall } from './operations/operation.ts';
import { type Fault, faults } from './protocol.ts';
import type { Acknowledged } from './recount/book.ts';
import { recount } from './recount/recount.ts';

/** One fault at one of the calls that an operation makes. */
export interface Cell {
  readonly operation: Operation;
  /** The which of its calls. */
  readonly place: number;
  readonly called: string;
  readonly fault: Fault;
  /** Once, so that the SDK's own repetition meets a sound service; or until the SDK gives up. */
  readonly times: 1 | 3;
}

export interface Proxies {
  readonly database: FaultProxy;
  readonly kms: FaultProxy;
}

export interface Outcome {
  readonly cells: number;
  readonly broken: readonly string[];
}

const mostRetries = 2;

/** Runs the chosen cells of an operation, each on somebody of its own, and counts the whole world afterwards. */
export async function runOperation(
  world: World,
  proxies: Proxies,
  operation: Operation,
  choose: (cells: readonly Cell[]) => readonly Cell[],
): Promise<Outcome> {
  const cells = choose(await cellsOf(world, proxies, operation));
  const broken: string[] = [];
  const ran: Ran[] = [];
  for (const cell of cells) ran.push(await runCell(world, proxies, cell));
  const acknowledged = ran.flatMap(({ acknowledged }) => acknowledged);
  const dump = await dumpOf(world, { acknowledged });
  for (const { invariant, where, what } of recount(dump)) {
    broken.push(`${titleOf(operation)}: ${invariant} ${where}: ${what}`);
  }
  const events = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith('AUDIT#'));
  for (const { cell, about, faulty, tries } of ran) {
    const own = countOf(events, operation, about);
    const { before = 0, anew } = operation;
    const counted = about === '' || (own > before && own <= before + (anew ? tries : 1));
    if (!counted)
      broken.push(`${nameOf(cell)}: ${own} events ${operation.event} of ${about} after ${tries} tries`);
    if (faulty) broken.push(`${nameOf(cell)}: ${faulty}`);
  }
  return { cells: cells.length, broken };
}

/** The events of a user, or else those that name what it is about. */
function countOf(events: readonly Item[], { event }: Operation, about: string): number {
  const ofKind = events.filter(({ type }) => type?.S === event);
  const ofUser = ofKind.filter(({ userId }) => userId?.S === about);
  const naming = ofKind.filter(({ details }) => Object.values(details?.M ?? {}).some(({ S }) => S === about));
  return ofUser.length || naming.length;
}

const titleOf = ({ operationId, way }: Operation): string => (way ? `${operationId} (${way})` : operationId);

const nameOf = ({ operation, place, called, fault, times }: Cell): string =>
  `${titleOf(operation)}, call ${place + 1} ${called}, ${fault}${times === 1 ? '' : `, ${times} times`}`;

function routeOf({ operationId }: Operation): Route {
  const route = routes.find((candidate) => candidate.operationId === operationId);
  if (!route) throw new Error(`There is no route ${operationId}`);
  return route;
}

/** What may go wrong with this call, by what a sound run calls. */
async function cellsOf(world: World, proxies: Proxies, operation: Operation): Promise<Cell[]> {
  const called: string[] = [];
  const note = (name: string): undefined => void called.push(name);
  await throughProxies(world, proxies, operation, await operation.prepare(world), note);
  return called.flatMap((name, place) =>
    faults
      .filter((fault) => applies(fault, name))
      .flatMap((fault) =>
        ([1, 3] as const).map((times) => ({ operation, place, called: name, fault, times })),
      ),
  );
}

const applies = (fault: Fault, called: string): boolean =>
  (fault !== 'conflict' || isWrite(called)) && (fault !== 'some deferred' || called === 'BatchGetItem');

async function throughProxies(
  world: World,
  { database, kms }: Proxies,
  operation: Operation,
  call: WorkedCall,
  plan: (called: string) => Fault | undefined,
): Promise<Answer> {
  database.plan(plan);
  kms.plan(plan);
  const { api, stop } = coldFunction(world, { database: database.url, kms: kms.url });
  try {
    return await ask(api, operation, call);
  } finally {
    stop();
    database.plan(() => undefined);
    kms.plan(() => undefined);
  }
}

function ask(api: World['api'], operation: Operation, { about: _about, target, ...call }: WorkedCall) {
  const { method, idempotencyKey } = routeOf(operation);
  const headers = {
    ...call.headers,
    ...(idempotencyKey ? { 'idempotency-key': 'the-same-every-time' } : {}),
  };
  return api.call(method, target, { ...call, headers });
}

interface Ran {
  readonly cell: Cell;
  readonly about: string;
  readonly tries: number;
  readonly faulty: string | undefined;
  readonly acknowledged: readonly Acknowledged[];
}

async function runCell(world: World, proxies: Proxies, cell: Cell): Promise<Ran> {
  const { operation, place, fault, times } = cell;
  const call = await operation.prepare(world);
  let nth = 0;
  let left: number = times;
  // The next calls that it may happen to: a read between two writes meets no transaction.
  const plan = (called: string): Fault | undefined => {
    const here = nth++ >= place && left > 0 && applies(fault, called);
    if (here) left--;
    return here ? fault : undefined;
  };
  const answers = [await throughProxies(world, proxies, operation, call, plan)];
  while (!isRight(operation, answers.at(-1)) && answers.length <= mostRetries) {
    answers.push(await ask(world.api, operation, call));
  }
  const { about } = call;
  const ofUser = !operation.refused && about !== '' && !isOrganisation(operation);
  const succeeded = answers.some(({ status }) => status === routeOf(operation).success.status);
  return {
    cell,
    about,
    tries: answers.length,
    faulty: whatIsWrong(operation, answers),
    acknowledged: ofUser && succeeded ? [{ userId: about, type: operation.event }] : [],
  };
}

const isOrganisation = ({ event }: Operation): boolean =>
  /^(hardware|role|class|provider|settings|token-type)\./.test(event);

const isRight = (operation: Operation, answer: Answer | undefined): boolean =>
  operation.refused
    ? answer?.body?.code === operation.refused
    : answer?.status === routeOf(operation).success.status;

/** The first answer is right or says to try again; the last one is right, or says that it was done already. */
function whatIsWrong(operation: Operation, answers: readonly Answer[]): string | undefined {
  const told = answers.map(({ status, body }) => `${status} ${body?.code ?? ''}`.trim()).join(', then ');
  const [first] = answers;
  const last = answers.at(-1);
  const again = first?.status === 503 || first?.body?.code === 'conflict';
  if (!isRight(operation, first) && !again) return `answered ${told}`;
  const problem = (first?.status ?? 0) >= 400;
  if (problem && first?.headers['content-type'] !== 'application/problem+json')
    return 'is no problem document';
  const done = answers.length > 1 && operation.done?.includes(last?.body?.code);
  return isRight(operation, last) || done ? undefined : `did not converge: ${told}`;
}
