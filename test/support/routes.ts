import { httpFunctions } from '../../functions/wiring/http-functions.ts';
import { permissionFor } from '../../lib/domain/authorization.ts';
import type { Route } from '../../lib/http/route.ts';
import type { Caller } from './api.ts';

/** Every existing route. */
export const routes: readonly Route[] = httpFunctions.flatMap((definition) => definition.routes);

/** The route's path with its parameters filled in. */
export const targetOf = ({ path }: Route, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? 'unknown'));

/** Somebody who may call the route. */
export function callerOf({ privilege }: Route, userId: string): Caller {
  const permission = permissionFor(privilege);
  if (permission === 'none') return 'nobody';
  if (permission === 'self') return { self: userId };
  return permission === 'verify' ? 'application' : 'administrator';
}
