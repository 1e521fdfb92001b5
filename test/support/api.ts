import { AssertionError } from 'node:assert';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { httpFunctions } from '../../functions/wiring/http-functions.ts';
import { functionHandler } from '../../lib/http/function-handler.ts';
import type { Route } from '../../lib/http/route.ts';
import type { Services } from '../../lib/services.ts';
import { deployment, gatewayEvent, type Options } from './gateway-event.ts';

export type { Caller } from './gateway-event.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
}

/** Calls the deployed handlers with the events that API Gateway makes of requests. */
export class Api {
  readonly #handlers;

  constructor(
    services: Services,
    functions: readonly { readonly name: string; readonly routes: readonly Route[] }[] = httpFunctions,
  ) {
    this.#handlers = new Map(
      functions.map(({ name, routes }) => {
        const handler = functionHandler(
          routes,
          () => deployment,
          () => services,
        );
        return [name, handler] as const;
      }),
    );
  }

  async call(method: string, target: string, options: Options = {}): Promise<Answer> {
    const { functionName, event } = gatewayEvent(method, target, options);
    const handler = this.#handlers.get(functionName);
    if (!handler) throw new Error(`No function ${functionName}`);
    return answerOf(await handler(event as never, { getRemainingTimeInMillis: () => 60_000 } as never));
  }

  /** Calls and insists on a status, so that a walk reads without noise. */
  async expect(status: number, method: string, target: string, options?: Options): Promise<Answer['body']> {
    const answer = await this.call(method, target, options);
    if (answer.status !== status) {
      throw new AssertionError({
        message: `${method} ${target}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`,
      });
    }
    return answer.body;
  }
}

/** What the gateway makes of a function's result. */
export const answerOf = (result: APIGatewayProxyStructuredResultV2): Answer => ({
  status: result.statusCode ?? 0,
  body: result.body ? JSON.parse(result.body) : undefined,
  headers: result.headers as Record<string, string>,
});
