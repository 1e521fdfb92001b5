import { useSettings } from '../../support/accounts.ts';
import type { Answer } from '../../support/api.ts';
import { routes } from '../../support/routes.ts';
import { World } from '../../support/world.ts';
import { operations } from '../operations/index.ts';
import type { WorkedCall } from '../operations/operation.ts';
import { type Example, examples } from './examples.ts';
import { FunctionsApart, functionOf } from './functions-apart.ts';
import { readAll } from './reads.ts';

type Wanted = (name: string) => boolean;

/** Does everything that these functions can do, to people who are there and in a deployment that has just begun. */
export async function exercise(
  world: World,
  apart: FunctionsApart,
  wanted: Wanted = () => true,
): Promise<void> {
  await useSettings(world, { backupCodeCount: 1 });
  const chosen = [...operations, ...examples].filter((example) => wanted(answering(example)));
  for (const example of chosen) await call(world, example, await example.prepare(world));
  await readAll(world, wanted);
  for (const example of chosen) await callFirst(world.endpoint, apart, example);
}

/** The first of all calls that need a key makes it; who can be asked only about what was sealed before makes none. */
async function callFirst(endpoint: string, apart: FunctionsApart, example: Example): Promise<void> {
  const world = await World.start(endpoint);
  const first = new FunctionsApart(world, apart.permissions);
  await useSettings(world, { backupCodeCount: 1 });
  const worked = await example.prepare(world);
  const sealed = (await world.everything()).some(({ pk }) => pk?.S === 'KEYS');
  if (!sealed) await call(world, example, worked);
  await first.stop();
  await world.stop();
}

async function call(world: World, example: Example, worked: WorkedCall): Promise<void> {
  const { target, about: _about, ...options } = worked;
  const { method, success } = routeOf(example);
  const { status, body }: Answer = await world.api.call(method, target, options);
  if (status === success.status || (example.refused && body.code === example.refused)) return;
  throw new Error(`${example.operationId} was answered ${status} ${JSON.stringify(body)}`);
}

function routeOf({ operationId }: Example) {
  const route = routes.find((candidate) => candidate.operationId === operationId);
  if (!route) throw new Error(`There is no route ${operationId}`);
  return route;
}

const answering = (example: Example): string => functionOf(routeOf(example).method, routeOf(example).path);
