import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem } from '../lib/domain/problems.ts';
import { problemAnswers, toResult, withSecureHeaders } from '../lib/http/function-handler.ts';
import { problemAnswer } from '../lib/http/problem-answer.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { httpFunctions } from './wiring/http-functions.ts';
import { site } from './wiring/services.ts';

export const definition: FunctionDefinition = {
  name: 'unmatched',
  description: "The gateway's default route: paths and methods that no route matches",
  routes: [],
  needs: { table: [] },
};

/** The methods that a path supports. */
function methodsAt(path: string): string[] {
  const asked = path.split('/');
  return httpFunctions
    .flatMap(({ routes }) => routes)
    .filter((route) => {
      const parts = route.path.split('/');
      return (
        parts.length === asked.length &&
        parts.every((part, place) => part.startsWith('{') || part === asked[place])
      );
    })
    .map(({ method }) => method);
}

export const handler = middy<APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2>()
  .use(withSecureHeaders())
  .use(problemAnswers(site))
  .handler(async ({ rawPath, requestContext }) => {
    const methods = [...new Set(methodsAt(rawPath))];
    if (methods.length === 0)
      throw new Problem('not-found', 'This address does not exist. See /openapi.json for the routes.');
    const allow = methods.join(', ');
    const problem = new Problem('method-not-allowed', `Only ${allow} is allowed here.`);
    const answer = problemAnswer(problem, requestContext.requestId, site().origin);
    return toResult({ ...answer, headers: { ...answer.headers, allow } });
  });
