import { permissionFor } from '../../lib/domain/authorization.ts';
import type { Permission } from '../../lib/domain/issuers.ts';
import type { Route } from '../../lib/http/route.ts';

/** A route as the gateway sees it. */
export interface GatewayRoute {
  readonly routeKey: string;
  readonly functionName: string;
  /** Decides which issuer's tokens the route takes. */
  readonly permission: Permission | 'none';
}

export interface Match {
  readonly route: GatewayRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Pattern extends GatewayRoute {
  readonly method: string;
  readonly segments: readonly string[];
}

export interface RoutedFunction {
  readonly name: string;
  readonly routes: readonly Pick<Route, 'method' | 'path' | 'privilege'>[];
}

/** For requests without a matching route: served without an authorizer by the function that answers 404 or 405. */
const fallback: GatewayRoute = { routeKey: '$default', functionName: 'unmatched', permission: 'none' };

/** Finds the route of a method and path; a literal segment takes precedence over a parameter, from the left. */
export function router(functions: readonly RoutedFunction[]): (method: string, path: string) => Match {
  const patterns = functions
    .flatMap(({ name, routes }) =>
      routes.map(
        ({ method, path, privilege }): Pattern => ({
          routeKey: `${method} ${path}`,
          functionName: name,
          permission: permissionFor(privilege),
          method,
          segments: path.split('/'),
        }),
      ),
    )
    .sort((one, other) => rank(one).localeCompare(rank(other)));
  return (method, path) => {
    const segments = path.split('/').map(decodeURIComponent);
    const route = patterns.find((pattern) => pattern.method === method && fits(pattern, segments));
    return route
      ? { route, pathParameters: parametersOf(route, segments) }
      : { route: fallback, pathParameters: {} };
  };
}

function rank({ segments }: Pattern): string {
  return segments.map((segment) => (isParameter(segment) ? '1' : '0')).join('');
}

function fits(pattern: Pattern, segments: readonly string[]): boolean {
  return (
    pattern.segments.length === segments.length &&
    pattern.segments.every((expected, index) =>
      isParameter(expected) ? segments[index] !== '' : segments[index] === expected,
    )
  );
}

function parametersOf(pattern: Pattern, segments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pattern.segments.flatMap((name, index) =>
      isParameter(name) ? [[name.slice(1, -1), segments[index] ?? '']] : [],
    ),
  );
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}
