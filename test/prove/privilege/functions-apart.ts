import { httpFunctions } from '../../../functions/wiring/http-functions.ts';
import type { Api } from '../../support/api.ts';
import type { World } from '../../support/world.ts';
import { coldFunction } from '../cold-function.ts';
import { RecordingProxy, type Upstreams } from './recording-proxy.ts';

type Cold = ReturnType<typeof coldFunction> & { readonly proxy: RecordingProxy };

type Permissions = Map<string, Set<string>>;

const timeoutMilliseconds = 60_000;

/** The function that answers a request, as the gateway finds it. */
export function functionOf(method: string, target: string): string {
  const asked = new URL(target, 'https://countersign.test').pathname.split('/');
  const [found] = httpFunctions
    .flatMap(({ name, routes }) =>
      routes.map((route) => ({ name, method: route.method, parts: route.path.split('/') })),
    )
    .filter(
      (route) =>
        route.method === method &&
        route.parts.length === asked.length &&
        route.parts.every((part, place) => part.startsWith('{') || part === asked[place]),
    )
    .sort((a, b) => variable(a.parts) - variable(b.parts));
  if (!found) throw new Error(`No function answers ${method} ${target}`);
  return found.name;
}

const variable = (parts: readonly string[]): number => parts.filter((part) => part.startsWith('{')).length;

/**
 * The HTTP functions of a deployment as they are in production: each with clients, keys and policy of its own. Here
 * each also sees AWS through a proxy of its own.
 */
export class FunctionsApart {
  /** By function: what its calls needed. */
  readonly permissions: Permissions;
  readonly #world: World;
  readonly upstreams: Upstreams;
  readonly #cold = new Map<string, Promise<Cold>>();

  /** From now on every request to the world's API goes to its function. */
  constructor(world: World, permissions: Permissions = new Map()) {
    this.#world = world;
    this.permissions = permissions;
    this.upstreams = { dynamodb: world.endpoint, kms: process.env['AWS_ENDPOINT_URL_KMS'] ?? '' };
    const call: Api['call'] = async (method, target, options) => {
      const name = functionOf(method, target);
      const cold = this.#cold.get(name) ?? this.#start();
      this.#cold.set(name, cold);
      const { api, proxy } = await cold;
      const answer = await api.call(method, target, options);
      this.note(name, proxy.permissions);
      return answer;
    };
    Object.assign(world.api, { call });
  }

  note(name: string, permissions: Iterable<string>): void {
    this.permissions.set(name, new Set([...(this.permissions.get(name) ?? []), ...permissions]));
  }

  async stop(): Promise<void> {
    for (const cold of this.#cold.values()) {
      const { stop, proxy } = await cold;
      stop();
      await proxy.stop();
    }
  }

  async #start(): Promise<Cold> {
    const proxy = await RecordingProxy.start(this.#world.tableName, this.upstreams);
    const behind = { database: proxy.url, kms: proxy.url, timeoutMilliseconds };
    return { ...coldFunction(this.#world, behind), proxy };
  }
}
