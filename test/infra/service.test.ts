import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { environmentNames } from '../../functions/wiring/environment.ts';
import { config } from '../../infra.config.ts';
import { permissionFor } from '../../lib/domain/authorization.ts';
import { issuerOf } from '../../lib/domain/issuers.ts';
import type { MetricName } from '../../lib/metrics.ts';
import { tableDescription } from '../../lib/store/table.ts';
import { full, idOf, only, own, ownIssuers, type Resource, resources, synthesise } from './synthesise.ts';

const { service } = synthesise();
const lambdas = own(resources(service, 'AWS::Lambda::Function'));
const byName = new Map(
  Object.entries(lambdas).map(([id, { Properties }]) => [
    String(Properties.FunctionName).slice(`${config.service}-`.length),
    { id, ...Properties },
  ]),
);
const idOfFunction = (name: string) => byName.get(name)?.id;

/** The function behind an alias, or the function itself. */
const behind = (id: string): string => {
  const alias = resources(service, 'AWS::Lambda::Alias')[id];
  return alias ? idOf(alias.Properties.FunctionName) : id;
};

describe('functions', () => {
  test('are those of the list', () => {
    expect([...byName.keys()].sort()).toEqual(functions.map(({ name }) => name).sort());
  });

  test.each(functions)(
    '$name runs as configured, with the whole environment and nothing else',
    ({ name, timeoutSeconds }) => {
      const deployed = byName.get(name);
      expect(deployed).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        MemorySize: config.lambda.memoryMegabytes,
        Timeout: timeoutSeconds ?? config.lambda.timeoutSeconds,
        LoggingConfig: { LogFormat: 'JSON' },
      });
      expect(deployed).not.toHaveProperty('TracingConfig');
      expect(Object.keys(deployed?.Environment.Variables).sort()).toEqual([...environmentNames].sort());
      const log = resources(service, 'AWS::Logs::LogGroup')[idOf(deployed?.LoggingConfig.LogGroup)];
      expect(log?.Properties.RetentionInDays).toBe(config.lambda.logRetentionDays);
    },
  );
});

describe('HTTP API', () => {
  const integrations = resources(service, 'AWS::ApiGatewayV2::Integration');
  const served = Object.values(resources(service, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => ({
    key: Properties.RouteKey,
    scopes: Properties.AuthorizationScopes ?? [],
    issuer: Properties.AuthorizerId && issuerOfAuthorizer(idOf(Properties.AuthorizerId)),
    authorization: Properties.AuthorizationType,
    function: behind(idOf(integrations[functionOf(Properties.Target)]?.Properties.IntegrationUri)),
  }));

  function issuerOfAuthorizer(id: string): string {
    return resources(service, 'AWS::ApiGatewayV2::Authorizer')[id]?.Properties.JwtConfiguration.Issuer;
  }

  function functionOf(target: { 'Fn::Join': [string, [string, { Ref: string }]] }): string {
    return target['Fn::Join'][1][1].Ref;
  }

  test('has every route of the list with its function and the issuer that grants its permission, and no other', () => {
    const listed = functions.flatMap(({ name, routes }) =>
      routes.map(({ method, path, privilege }) => {
        const permission = permissionFor(privilege);
        return {
          key: `${method} ${path}`,
          // The function alone decides what a token permits: some issuers write no scopes for programs.
          scopes: [],
          issuer: permission === 'none' ? undefined : issuerOf(ownIssuers, permission)?.issuer,
          authorization: permission === 'none' ? 'NONE' : 'JWT',
          function: idOfFunction(name),
        };
      }),
    );
    const rest = {
      key: '$default',
      scopes: [],
      issuer: undefined,
      authorization: 'NONE',
      function: idOfFunction('unmatched'),
    };
    const order = (a: { key: string }, b: { key: string }) => a.key.localeCompare(b.key);
    expect(served.sort(order)).toEqual([...listed, rest].sort(order));
  });

  test('accepts access tokens of the configured issuers and audiences only', () => {
    const authorizers = Object.values(resources(service, 'AWS::ApiGatewayV2::Authorizer'));
    const byIssuer = (one: string, other: string) => one.localeCompare(other);
    authorizers.sort((a, b) =>
      byIssuer(b.Properties.JwtConfiguration.Issuer, a.Properties.JwtConfiguration.Issuer),
    );
    expect(authorizers.map(({ Properties }) => Properties)).toMatchObject(
      ownIssuers.map(({ issuer, audiences }) => ({
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Audience: audiences, Issuer: issuer },
      })),
    );
  });

  test('may invoke every function it has a route to, `$default` included', () => {
    const patterns = Object.values(resources(service, 'AWS::Lambda::Permission'))
      .filter(({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com')
      .map(({ Properties }) => [
        behind(idOf(Properties.FunctionName)),
        Properties.SourceArn['Fn::Join'][1].at(-1),
      ]);
    const expected = functions
      .filter(({ routes }) => routes.length > 0)
      .map(({ name }) => [idOfFunction(name), '/*/*/*']);
    expect(patterns.sort()).toEqual([...expected, [idOfFunction('unmatched'), '/*/*']].sort());
  });

  test('leaves the share of callers with a token to them: open routes have limits of their own, small in all', () => {
    const { DefaultRouteSettings, RouteSettings } = only(service, 'AWS::ApiGatewayV2::Stage');
    const open = served.filter(({ authorization }) => authorization === 'NONE').map(({ key }) => key);
    expect(Object.keys(RouteSettings).sort()).toEqual(open.sort());
    const limits = Object.values<{ ThrottlingRateLimit: number; ThrottlingBurstLimit: number }>(
      RouteSettings,
    );
    const sum = (of: 'ThrottlingRateLimit' | 'ThrottlingBurstLimit') =>
      limits.reduce((all, limit) => all + limit[of], 0);
    for (const of of ['ThrottlingRateLimit', 'ThrottlingBurstLimit'] as const)
      expect(sum(of)).toBeLessThanOrEqual(DefaultRouteSettings[of] / 4);
  });

  test('makes the settings of a route only once the route is there', () => {
    const [stage] = Object.values(resources(service, 'AWS::ApiGatewayV2::Stage')) as [
      Resource & { DependsOn: string[] },
    ];
    const open = Object.entries(resources(service, 'AWS::ApiGatewayV2::Route'))
      .filter(([, { Properties }]) => Properties.AuthorizationType === 'NONE')
      .map(([id]) => id);
    expect(stage.DependsOn).toEqual(expect.arrayContaining(open));
  });

  test('limits the rate and logs neither paths, queries nor addresses', () => {
    const stage = only(service, 'AWS::ApiGatewayV2::Stage');
    expect(stage.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(stage.DefaultRouteSettings.ThrottlingBurstLimit).toBeGreaterThan(0);
    expect(stage.AccessLogSettings.Format).not.toMatch(/path|query|sourceIp|userAgent|claims/i);
  });
});

test('the table is as described, encrypted by a key of its own, recoverable, kept', () => {
  const [table] = Object.values(resources(service, 'AWS::DynamoDB::GlobalTable')) as [
    Resource & { DeletionPolicy: string },
  ];
  const keySchema = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
  expect(table.DeletionPolicy).toBe('RetainExceptOnCreate');
  expect(table.Properties).toMatchObject({
    KeySchema: keySchema(tableDescription.partitionKey, tableDescription.sortKey),
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: tableDescription.timeToLive, Enabled: true },
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    GlobalSecondaryIndexes: tableDescription.indexes.map(({ name, partitionKey, sortKey }) => ({
      IndexName: name,
      KeySchema: keySchema(partitionKey.name, sortKey.name),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
    Replicas: [
      {
        Region: full.region,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    ],
  });
  const types = tableDescription.indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  for (const { name, type } of types) {
    expect(table.Properties.AttributeDefinitions).toContainEqual({
      AttributeName: name,
      AttributeType: type,
    });
  }
  const key = resources(service, 'AWS::KMS::Key')[
    idOf(table.Properties.Replicas[0].SSESpecification.KMSMasterKeyId)
  ];
  expect(key?.Properties).toMatchObject({ EnableKeyRotation: true });
  const environment = byName.get('verify')?.Environment.Variables;
  expect(idOf(environment.KEY_ID)).not.toBe(
    idOf(table.Properties.Replicas[0].SSESpecification.KMSMasterKeyId),
  );
});

describe('stream', () => {
  const mappings = Object.values(resources(service, 'AWS::Lambda::EventSourceMapping')).map(
    ({ Properties }) => Properties,
  );
  const mappingOf = (name: string) =>
    mappings.find(({ FunctionName }) => idOf(FunctionName) === idOfFunction(name));

  test('is read by the functions that say so', () => {
    const readers = functions.filter(({ stream }) => stream).map(({ name }) => idOfFunction(name));
    expect(mappings.map(({ FunctionName }) => idOf(FunctionName)).sort()).toEqual(readers.sort());
  });

  test.each(['record', 'deliver'])(
    '%s: failures are singled out, repeated and kept as dead letters',
    (name) => {
      const mapping = mappingOf(name);
      expect(mapping).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      expect(mapping.MaximumRetryAttempts).toBeGreaterThan(0);
      expect(mapping.MaximumRecordAgeInSeconds).toBeLessThanOrEqual(12 * 3600);
      expect(mapping.ParallelizationFactor).toBeGreaterThan(1);
      expect(resources(service, 'AWS::SQS::Queue')).toHaveProperty(
        idOf(mapping.DestinationConfig.OnFailure.Destination),
      );
    },
  );

  test('record gets what carries an event, deliver new messages only', () => {
    const patterns = (name: string) =>
      mappingOf(name).FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));
    expect(patterns('record')).toEqual([
      { dynamodb: { NewImage: { event: { M: { id: { S: [{ exists: true }] } } } } } },
    ]);
    expect(patterns('deliver')).toEqual([
      { eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: 'OUTBOX#' }] } } } },
    ]);
  });
});

describe('schedules', () => {
  const scheduled = Object.values(resources(service, 'AWS::Scheduler::Schedule')).map(
    ({ Properties }) => Properties,
  );

  const minutesOf = (rate: string): number => {
    const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
    return Number(count) * ({ minute: 1, hour: 60, day: 1_440 }[unit] ?? Number.NaN);
  };

  test('are those of the configuration', () => {
    const found = scheduled.map(({ Name, ScheduleExpression, State, Target }) => [
      Name,
      minutesOf(ScheduleExpression),
      State,
      idOf(Target.Arn),
      JSON.parse(Target.Input),
    ]);
    expect(found).toEqual(
      Object.entries(config.schedules).map(([name, schedule]) => [
        name,
        schedule.everyMinutes,
        'ENABLED',
        idOfFunction(schedule.function),
        schedule.input,
      ]),
    );
  });

  test('a run is repeated, then kept as a dead letter, whether it was not started or it failed', () => {
    const queues = resources(service, 'AWS::SQS::Queue');
    const invocations = Object.values(resources(service, 'AWS::Lambda::EventInvokeConfig'));
    for (const { Target } of scheduled) {
      expect(Target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0);
      expect(queues).toHaveProperty(idOf(Target.DeadLetterConfig.Arn));
      const own = invocations.find(
        ({ Properties }) => idOf(Properties.FunctionName) === idOf(Target.Arn),
      )?.Properties;
      expect(own.MaximumRetryAttempts).toBeGreaterThan(0);
      expect(queues).toHaveProperty(idOf(own.DestinationConfig.OnFailure.Destination));
    }
  });
});

test('mail goes out over TLS; what does not arrive is reported, and nothing watches opens and clicks', () => {
  expect(only(service, 'AWS::SES::ConfigurationSet')).toMatchObject({
    DeliveryOptions: { TlsPolicy: 'REQUIRE' },
  });
  expect(only(service, 'AWS::SES::ConfigurationSetEventDestination')).toMatchObject({
    EventDestination: { MatchingEventTypes: ['bounce', 'complaint', 'reject', 'deliveryDelay'] },
  });
});

test('SES reports by events of this deployment alone, and only CloudWatch Logs may bring those of SNS', () => {
  const reader = idOfFunction('delivery-reports');
  const { EventPattern, Targets } = only(service, 'AWS::Events::Rule');
  expect(EventPattern).toMatchObject({
    source: ['aws.ses'],
    detail: {
      mail: { tags: { 'ses:configuration-set': [{ Ref: expect.stringMatching(/ConfigurationSet/) }] } },
    },
  });
  expect(Targets.map(({ Arn }: { Arn: never }) => idOf(Arn))).toEqual([reader]);
  const callers = Object.values(resources(service, 'AWS::Lambda::Permission'))
    .filter(({ Properties }) => idOf(Properties.FunctionName) === reader)
    .map(({ Properties }) => [Properties.Principal, JSON.stringify(Properties.SourceArn)]);
  expect(callers).toEqual(
    expect.arrayContaining([
      ['events.amazonaws.com', expect.stringContaining('ReportsMail')],
      ['logs.amazonaws.com', expect.stringContaining('/DirectPublishToPhoneNumber/Failure:*')],
    ]),
  );
  expect(callers).toHaveLength(2);
});

describe('alarms', () => {
  const edge = synthesise();
  const alarms = [edge.service, edge.edgeAlarms].flatMap((template) =>
    Object.values(resources(template, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties),
  );
  const metrics = (metric: string) => alarms.filter(({ MetricName }) => MetricName === metric);
  const isScheduled = (name: string) =>
    Object.values(config.schedules).some((schedule) => schedule.function === name);
  const background = functions.filter(({ name, stream, reports }) => stream || reports || isScheduled(name));

  test('are at most thirty', () => {
    expect(alarms.length).toBeLessThanOrEqual(30);
  });

  test('every function that answers no route has one on errors, and they share one on throttles', () => {
    const watched = metrics('Errors').map(({ Dimensions }) => idOf(Dimensions[0].Value));
    const expected = background.map(({ name }) => idOfFunction(name)).sort();
    expect(watched.sort()).toEqual(expected);
    const [throttles] = alarms.filter(({ AlarmName }) => AlarmName.endsWith('-background-throttles'));
    const summed = throttles.Metrics.filter(({ MetricStat }: { MetricStat?: object }) => MetricStat);
    expect(summed.length).toBeLessThanOrEqual(10);
    expect(
      summed
        .map((one: { MetricStat: { Metric: { Dimensions: { Value: never }[] } } }) =>
          idOf(one.MetricStat.Metric.Dimensions[0]?.Value as never),
        )
        .sort(),
    ).toEqual(expected);
  });

  test("a function that answers routes is watched by the gateway's count of its answers", () => {
    const uncounted = functions.filter(({ routes }) => routes.length === 0).map(({ name }) => name);
    expect(uncounted.filter((name) => !background.some((one) => one.name === name))).toEqual(['unmatched']);
    expect(metrics('5xx').map(({ AlarmName }) => AlarmName)).toContain('countersign-server-errors');
  });

  test('every dead-letter queue has one, and each reader of the stream one on its lag', () => {
    const queues = metrics('ApproximateNumberOfMessagesVisible').map(({ Dimensions }) =>
      idOf(Dimensions[0].Value),
    );
    expect(queues.sort()).toEqual(Object.keys(resources(service, 'AWS::SQS::Queue')).sort());
    expect(metrics('IteratorAge')).toHaveLength(functions.filter(({ stream }) => stream).length);
  });

  test('a sweep that does not run at all raises the alarm on overdue enrollments', () => {
    expect(metrics('OldestOverdueSeconds')).toMatchObject([
      { Namespace: 'countersign', TreatMissingData: 'breaching' },
    ]);
    expect(metrics('DeliveryFailures')).toMatchObject([{ Namespace: 'countersign' }]);
  });

  test('N.06 a run that the breaker refused, and one that left no record, have one each', () => {
    for (const metric of ['SweepRefused', 'SweepRunsUnrecorded']) {
      expect(metrics(metric)).toMatchObject([{ Namespace: 'countersign', Threshold: 1 }]);
    }
  });

  test('a fault of the function at the edge has one, where CloudFront counts', () => {
    const [{ Dimensions }] = metrics('LambdaExecutionError') as [{ Dimensions: { Name: string }[] }];
    expect(Dimensions.map(({ Name }) => Name).sort()).toEqual(['DistributionId', 'Region']);
    expect(Object.keys(resources(edge.edgeAlarms, 'AWS::CloudWatch::Alarm')).length).toBe(2);
  });

  test('the runbook has an entry for each, and no other; an alarm names its entry', () => {
    const entries = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(
      ([, name]) => name,
    );
    const names = alarms.map(({ AlarmName, AlarmDescription }) => {
      const name = AlarmName.replace(/^countersign-(eu-central-1-)?/, '');
      expect(AlarmDescription).toMatch(new RegExp(`\\. See docs/runbook\\.md#${name}$`));
      return name;
    });
    expect(names.sort()).toEqual(entries.sort());
  });

  test('all of them reach somebody', () => {
    for (const template of [edge.service, edge.edgeAlarms]) {
      const [topic] = Object.keys(resources(template, 'AWS::SNS::Topic'));
      for (const { Properties } of Object.values(resources(template, 'AWS::CloudWatch::Alarm'))) {
        expect(Properties.AlarmActions).toEqual([{ Ref: topic }]);
      }
      expect(only(template, 'AWS::SNS::Subscription')).toMatchObject({
        Protocol: 'email',
        Endpoint: 'on-call@acme.com',
      });
    }
  });
});

describe('a new version', () => {
  const aliases = service.findResources('AWS::Lambda::Alias') as Record<
    string,
    Resource & { UpdatePolicy: { CodeDeployLambdaAliasUpdate: { DeploymentGroupName: { Ref: string } } } }
  >;

  test('of every function that sign-ins go through takes over step by step, and no other', () => {
    const signIns = functions.filter(({ routes }) => routes.some(({ privilege }) => privilege === 'verify'));
    expect(Object.keys(aliases).map(behind).sort()).toEqual(
      signIns.map(({ name }) => idOfFunction(name)).sort(),
    );
  });

  test('goes back when callers get faults', () => {
    const groups = resources(service, 'AWS::CodeDeploy::DeploymentGroup');
    for (const { UpdatePolicy } of Object.values(aliases)) {
      const { DeploymentGroupName } = UpdatePolicy.CodeDeployLambdaAliasUpdate;
      const group = groups[idOf(DeploymentGroupName)]?.Properties;
      expect(group.DeploymentConfigName).toContain('Canary10Percent5Minutes');
      expect(group.AutoRollbackConfiguration.Events).toContain('DEPLOYMENT_STOP_ON_ALARM');
      const [{ Name }] = group.AlarmConfiguration.Alarms;
      const alarm = resources(service, 'AWS::CloudWatch::Alarm')[idOf(Name)]?.Properties;
      expect(alarm).toMatchObject({ MetricName: '5xx', Period: 60, AlarmName: 'countersign-rollout-faults' });
    }
  });
});

test('there is room for more in the stack', () => {
  expect(Object.keys(service.toJSON()['Resources']).length).toBeLessThan(450);
});

describe('dashboard', () => {
  const { DashboardName, DashboardBody } = only(service, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(DashboardBody);

  test('has the name of the deployment and shows its own metrics', () => {
    expect(DashboardName).toBe('countersign');
    const own: readonly MetricName[] = [
      'SignInsVerified',
      'CodesWrong',
      'CodesSpent',
      'BudgetsExhausted',
      'PromptsUnanswered',
      'MessagesSent',
      'DeliveryFailures',
      'OldestOverdueSeconds',
      'TextSegmentsSent',
    ];
    for (const name of own) expect(body).toContain(`\\"countersign\\",\\"${name}\\"`);
  });
});
