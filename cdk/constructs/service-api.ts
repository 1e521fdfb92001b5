import { Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct, type IDependable } from 'constructs';
import type { FunctionDefinition } from '../../functions/wiring/function.ts';
import { config } from '../../infra.config.ts';
import { permissionFor } from '../../lib/domain/authorization.ts';
import { type Issuer, issuerOf, type Permission } from '../../lib/domain/issuers.ts';
import type { Route } from '../../lib/http/route.ts';
import type { MetricName } from '../../lib/metrics.ts';
import type { ServiceFunctions } from './service-functions.ts';

/** Requests per second over all callers; above it the gateway answers 429 before a function runs. */
const throttle = { rateLimit: 1_000, burstLimit: 2_000 };

/**
 * For each route that needs no access token: few people enroll and few caches fetch keys at once, and strangers,
 * however many, leave nearly all capacity to the others.
 */
const openThrottle = { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 };

/** What the access log shows when the gateway itself refused a call: it invoked nothing. */
const notInvoked = '-';

/** The function gives up first, so that the caller gets its answer and not the gateway's. */
const timeoutOf = (definition?: FunctionDefinition): Duration =>
  Duration.seconds((definition?.timeoutSeconds ?? config.lambda.timeoutSeconds) + 1);

/**
 * Who was served what, how fast. The route's pattern instead of its path: paths, queries and addresses identify
 * people.
 */
const accessLog = {
  requestId: AccessLogField.contextRequestId(),
  at: AccessLogField.contextRequestTimeEpoch(),
  route: '$context.routeKey',
  status: AccessLogField.contextStatus(),
  milliseconds: AccessLogField.contextResponseLatency(),
  invocation: '$context.integration.status',
  refusedBy: '$context.authorizer.error',
};

/** The HTTP API: every route of the list behind the scope of its privilege, everything else to `unmatched`. */
export class ServiceApi extends Construct {
  readonly api: HttpApi;
  readonly #name: string;
  #stage: HttpStage | undefined;
  /** One for each issuer: a route has the one whose issuer grants its permission. */
  readonly #authorizers = new Map<Issuer, HttpJwtAuthorizer>();

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.#name = name;
    this.api = new HttpApi(this, 'Http', { apiName: name, createDefaultStage: false });
  }

  /** Host name of the API: all that the distribution needs of it. */
  get host(): string {
    const { region, urlSuffix } = Stack.of(this);
    return `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
  }

  get stage(): HttpStage {
    if (!this.#stage) throw new Error('The API serves nothing yet');
    return this.#stage;
  }

  /** Adds every route. Apart from the constructor, because functions know an origin that depends on the API. */
  serve(functions: ServiceFunctions, issuers: readonly Issuer[]): void {
    issuers.forEach((issuer, index) => {
      const authorizer = new HttpJwtAuthorizer(`AccessToken${index || ''}`, issuer.issuer, {
        jwtAudience: [...issuer.audiences],
      });
      this.#authorizers.set(issuer, authorizer);
    });
    const unmatched = new HttpRoute(this, 'Unmatched', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      // With the permission for this one route: one for the whole API (`/*/*/*`) does not match `$default`.
      integration: new HttpLambdaIntegration('unmatched', functions.get('unmatched'), {
        timeout: timeoutOf(),
      }),
    });
    Validations.of(unmatched).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Answers 404 or 405 to requests that no route matches; it reads no data and needs no caller.',
    });
    const open = new Map<string, IDependable>([['$default', unmatched]]);
    for (const definition of functions.definitions) {
      const integration = integrationOf(definition, functions);
      for (const route of definition.routes) {
        const [added] = this.#addRoute(route, integration, issuers);
        if (added && permissionFor(route.privilege) === 'none')
          open.set(`${route.method} ${route.path}`, added);
      }
    }
    this.#stage = this.#addStage(open);
  }

  #addRoute(
    { method, path, privilege }: Route,
    integration: HttpLambdaIntegration,
    issuers: readonly Issuer[],
  ): HttpRoute[] {
    const required = permissionFor(privilege);
    const added = this.api.addRoutes({
      path,
      methods: [HttpMethod[method]],
      integration,
      authorizer: required === 'none' ? new HttpNoneAuthorizer() : this.#authorizerOf(issuers, required),
    });
    if (required !== 'none') return added;
    for (const route of added) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          privilege === 'public'
            ? 'Returns the same public keys to everybody and takes no input.'
            : 'The 256-bit token of the setup link is the credential; the function checks it.',
      });
    }
    return added;
  }

  /** Without scopes: some issuers write none, and what a token permits is the function's decision. */
  #authorizerOf(issuers: readonly Issuer[], permission: Permission): HttpJwtAuthorizer {
    const issuer = issuerOf(issuers, permission);
    const authorizer = issuer && this.#authorizers.get(issuer);
    if (!authorizer) throw new Error(`No issuer grants ${permission}`);
    return authorizer;
  }

  /** @param open routes that need no access token, by their keys */
  #addStage(open: ReadonlyMap<string, IDependable>): HttpStage {
    const log = new LogGroup(this, 'AccessLog', {
      // With this prefix CloudWatch needs no entry of its own in the account's limited resource policy. The stack's
      // own number follows: the log outlives the stack, and the next deployment must not meet it.
      logGroupName: `/aws/vendedlogs/${this.#name}-api-${Fn.select(2, Fn.split('/', Stack.of(this).stackId))}`,
      retention: config.lambda.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    new MetricFilter(this, 'Throttled', {
      logGroup: log,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.status', '=', '429'),
        FilterPattern.stringValue('$.invocation', '=', notInvoked),
      ),
      metricNamespace: this.#name,
      metricName: 'RequestsThrottled' satisfies MetricName,
      metricValue: '1',
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      [...open.keys()].map((key) => [key, openThrottle]),
    );
    // The gateway refuses settings for a route that does not exist yet.
    stage.node.addDependency(...open.values());
    return stage;
  }
}

function integrationOf(definition: FunctionDefinition, functions: ServiceFunctions): HttpLambdaIntegration {
  return new HttpLambdaIntegration(definition.name, functions.entryOf(definition.name), {
    // One permission for the API: one per route would exceed the 20 KB of a function's policy.
    scopePermissionToRoute: false,
    timeout: timeoutOf(definition),
  });
}
