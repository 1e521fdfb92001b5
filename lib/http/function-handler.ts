import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Issuer } from '../domain/issuers.ts';
import { Problem } from '../domain/problems.ts';
import { logFault } from '../log.ts';
import type { Services } from '../services.ts';
import { authorise } from './authorise.ts';
import { problemAnswer } from './problem-answer.ts';
import { readCall } from './read-call.ts';
import type { Reply, Route } from './route.ts';
import { secureHeaders } from './secure-headers.ts';

type GatewayEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
type Result = APIGatewayProxyStructuredResultV2;

/** A function's configuration, set at deployment. */
export interface Site {
  readonly origin: string;
  readonly issuers: readonly Issuer[];
}

/**
 * The handler of an HTTP function: finds the route, authorises, validates, calls, answers. The only place where middy
 * is assembled.
 */
export function functionHandler(routes: readonly Route[], site: () => Site, services: () => Services) {
  const byKey = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));

  return middy<GatewayEvent, Result>()
    .use(withSecureHeaders())
    .use(problemAnswers(site))
    .handler(async (event) => {
      const route = byKey.get(event.routeKey);
      if (!route)
        throw new Problem('not-found', 'This address does not exist. See /openapi.json for the routes.');
      const { requestContext } = event;
      const { issuers } = site();
      const credentials = {
        verified: requestContext.authorizer?.jwt?.claims,
        header: event.headers['authorization'],
      };
      const actor = authorise(route, credentials, { issuers, receivedAt: requestContext.timeEpoch });
      const call = { ...readCall(route, event), actor, requestId: requestContext.requestId };
      return toResult(await route.handle(call as never, services()));
    });
}

export function toResult({ status, body, headers }: Reply): Result {
  return {
    statusCode: status,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** Every error becomes a problem document; unexpected ones are logged by name, without their content. */
export function problemAnswers(site: () => Pick<Site, 'origin'>): MiddlewareObj<GatewayEvent, Result> {
  return {
    onError: (request) => {
      const { error, event } = request;
      const { requestId } = event.requestContext;
      if (!(error instanceof Problem)) logFault(error, { requestId, route: event.routeKey });
      request.response = toResult(problemAnswer(error, requestId, site().origin));
    },
  };
}

/** Unless the route says otherwise. */
const uncached = { 'cache-control': 'no-store' };

/** On every answer, including errors: runs last on the way out. */
export function withSecureHeaders(): MiddlewareObj<GatewayEvent, Result> {
  const add = (request: { response: Result | null }): void => {
    if (request.response)
      request.response = {
        ...request.response,
        headers: { ...uncached, ...request.response.headers, ...secureHeaders },
      };
  };
  return { after: add as never, onError: add as never };
}
