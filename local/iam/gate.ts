import { Agent, type IncomingHttpHeaders, request as send } from 'node:http';
import { type RoleResources, type RoleStatement, statementsOf } from '../../functions/wiring/permissions.ts';
import { readBody, serve } from '../http.ts';
import type { RunnerFunction } from '../parts.ts';
import { callsOf, type Service } from './calls.ts';
import { decide } from './evaluate.ts';

const bodyLimit = 16 * 1024 * 1024;

export interface GateOptions {
  readonly functions: readonly RunnerFunction[];
  readonly resources: RoleResources;
  readonly upstreams: Readonly<Record<Service, string>>;
  /** DynamoDB Local keeps a database for each access key id: the one that has the table. */
  readonly databaseAccessKeyId: string;
  onRefused(sentence: string): void;
}

/**
 * Stands between the functions and all that they call, and refuses what a function's role does not allow, as AWS would.
 * A function's access key id is its name. What DynamoDB does with the table's key in a function's name cannot be seen
 * here.
 */
export async function startGate(options: GateOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { functions, resources, upstreams, databaseAccessKeyId } = options;
  const roles = new Map<string, readonly RoleStatement[]>(
    functions.map((definition) => [definition.name, statementsOf(definition, resources)]),
  );
  const agent = new Agent({ keepAlive: true });
  const gate = await serve(async (request, response) => {
    const body = (await readBody(request, bodyLimit)) ?? Buffer.alloc(0);
    const { name, service } = callerOf(request.headers.authorization);
    const target = String(request.headers['x-amz-target'] ?? '');
    const refused = callsOf({ service, target, body: body.toString() }, resources).find(
      (call) => decide(roles.get(name) ?? [], call) !== 'allowed',
    );
    if (refused) {
      const sentence = `${name} is not allowed ${refused.action} on ${refused.resource}. See \`needs\` in functions/${name}.ts.`;
      options.onRefused(sentence);
      const { status, type, text } = refusalOf(service, sentence);
      response.writeHead(status, { 'content-type': type }).end(text);
      return;
    }
    const forwarded = send(
      `${upstreams[service]}${request.url ?? '/'}`,
      {
        agent,
        method: request.method ?? 'POST',
        headers: headersOf(request.headers, name, databaseAccessKeyId),
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    // What is called is gone: the function sees the connection end, as it would without the gate.
    forwarded.on('error', () => response.destroy());
    forwarded.end(body);
  });
  return {
    url: gate.url,
    async close() {
      agent.destroy();
      await gate.close();
    },
  };
}

/** The function that signed a request, and the service: `Credential=<key id>/<date>/<region>/<service>/aws4_request`. */
function callerOf(authorization = ''): { readonly name: string; readonly service: Service } {
  const [, name = '', service = ''] = /Credential=([^/]+)\/\d+\/[^/]+\/(\w+)\//.exec(authorization) ?? [];
  return { name, service: service as Service };
}

/** Nothing behind the gate verifies a signature. */
const headersOf = (headers: IncomingHttpHeaders, name: string, keyId: string): IncomingHttpHeaders => ({
  ...headers,
  authorization: headers.authorization?.replace(`Credential=${name}/`, `Credential=${keyId}/`),
});

/** AWS's own answer, in the form of the service. */
function refusalOf(service: Service, message: string) {
  if (service === 'dynamodb' || service === 'kms') {
    const __type =
      service === 'kms' ? 'AccessDeniedException' : 'com.amazon.coral.service#AccessDeniedException';
    return { status: 400, type: 'application/x-amz-json-1.0', text: JSON.stringify({ __type, message }) };
  }
  const code = service === 'sns' ? 'AuthorizationError' : 'AccessDenied';
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status: 403,
    type: 'text/xml',
    text: `<ErrorResponse>${error}<RequestId>gate</RequestId></ErrorResponse>`,
  };
}
