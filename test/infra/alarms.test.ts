import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, vi } from 'vitest';
import type { Item } from '../../lib/store/items.ts';
import { withPhone } from '../prove/operations/people.ts';
import { period } from '../support/accounts.ts';
import { Api } from '../support/api.ts';
import { environmentWith } from '../support/environment.ts';
import { failCalls } from '../support/faults.ts';
import { captureOutput } from '../support/output.ts';
import { createUser, start } from '../support/people.ts';
import { callerOf, routes, targetOf } from '../support/routes.ts';
import { createUsers } from '../support/sweep.ts';
import { test, world } from '../support/world-test.ts';
import { only, resources, synthesise } from './synthesise.ts';

const { service } = synthesise();

/** A metric as CloudWatch gets it. */
interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
}

/** The alarms that watch a metric and are raised by one of it. */
const alarmsOn = ({ namespace, name, dimensions }: Metric): string[] =>
  Object.values(resources(service, 'AWS::CloudWatch::Alarm'))
    .map(({ Properties }) => Properties)
    .filter(
      (alarm) =>
        alarm.Namespace === namespace &&
        alarm.MetricName === name &&
        alarm.Threshold <= 1 &&
        JSON.stringify((alarm.Dimensions ?? []).map(({ Name }: { Name: string }) => Name).sort()) ===
          JSON.stringify([...dimensions].sort()),
    )
    .map(({ AlarmName }) => AlarmName);

/** What the lines of a log say in CloudWatch's embedded metric format, with a value above zero. */
function metricsIn(written: readonly unknown[]): Metric[] {
  const lines = written.flat().flatMap((part) => String(part).split('\n'));
  return lines
    .filter((line) => line.startsWith('{"_aws"'))
    .map((line) => JSON.parse(line))
    .flatMap(({ _aws, ...values }) =>
      _aws.CloudWatchMetrics.flatMap(
        ({
          Namespace,
          Dimensions,
          Metrics,
        }: {
          Namespace: string;
          Dimensions: string[][];
          Metrics: Item[];
        }) =>
          Metrics.filter(({ Name }) => Number(values[String(Name)]) > 0).map(({ Name }) => ({
            namespace: Namespace,
            name: String(Name),
            dimensions: Dimensions[0] ?? [],
          })),
      ),
    );
}

/** What the gateway itself counts of an answer, of this API and stage. */
const ofGateway = (status: number): Metric[] =>
  status >= 500 ? [{ namespace: 'AWS/ApiGateway', name: '5xx', dimensions: ['ApiId', 'Stage'] }] : [];

/** What the access log's filter counts of a call, its line written as the gateway does. */
function ofAccessLog(call: Readonly<Record<string, string>>): Metric[] {
  const format: string = only(service, 'AWS::ApiGatewayV2::Stage').AccessLogSettings.Format;
  const line = JSON.parse(format.replaceAll(/\$context\.([\w.]+)/g, (_, name: string) => call[name] ?? '-'));
  return Object.values(resources(service, 'AWS::Logs::MetricFilter')).flatMap(({ Properties }) => {
    const terms = [...Properties.FilterPattern.matchAll(/\(?\$\.(\w+) = "([^"]*)"\)?/g)];
    expect(terms.length).toBeGreaterThan(0);
    expect(Properties.FilterPattern).not.toContain('||');
    if (!terms.every(([, field, value]) => line[field] === value)) return [];
    return Properties.MetricTransformations.map(
      ({ MetricNamespace, MetricName }: Record<string, string>) => ({
        namespace: MetricNamespace,
        name: MetricName,
        dimensions: [],
      }),
    );
  });
}

let refusing: ReturnType<typeof createServer>;
let output: ReturnType<typeof captureOutput> | undefined;

/** Reads what the functions write to their logs from now on. */
function listen(): unknown[] {
  output?.release();
  output = captureOutput();
  return output.written;
}

test.beforeAll(async ({ world }) => {
  refusing = createServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end('{"message":"refused"}');
  }).listen(0, '127.0.0.1');
  await once(refusing, 'listening');
  const provider = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const endpoint = await world.client.config.endpoint?.();
  const environment = environmentWith({ TABLE_NAME: world.tableName, ORIGIN: world.services.origin });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${endpoint?.hostname}:${endpoint?.port}`);
  vi.stubEnv('AWS_ENDPOINT_URL_SES', provider);
  vi.stubEnv('AWS_ENDPOINT_URL_SNS', provider);
  vi.spyOn(Date, 'now').mockImplementation(() => world.now * 1_000);
});
afterEach(() => {
  output?.release();
  output = undefined;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  refusing.close();
});

const context = { getRemainingTimeInMillis: () => 60_000 } as never;

describe('G24 an alarm is raised', () => {
  test('by the answer to a fault that nobody foresaw, on every route that reads anything', async () => {
    listen();
    const planted = () => Promise.reject(new TypeError('Planted'));
    const table = { client: { send: planted } as never, name: 'none' };
    const broken = { ...world.services, table, policy: planted, settings: planted };
    let met = 0;
    for (const route of routes) {
      const path = targetOf(route, { userId: 'nobody' });
      const answer = await new Api(broken).call(route.method, path, { as: callerOf(route, 'nobody') });
      if (answer.status < 500) continue;
      met++;
      expect(ofGateway(answer.status).map(alarmsOn), path).toEqual([['countersign-server-errors']]);
    }
    expect(met).toBeGreaterThan(30);
  });

  test('by the answer to a database that does not serve us', async () => {
    listen();
    // Each of the two that may be asked at once is tried three times.
    failCalls(world, 'Query', 6);
    const answer = await world.api.call('GET', '/v1/users/nobody');
    expect(answer.status).toBe(503);
    expect(ofGateway(answer.status).map(alarmsOn)).toEqual([['countersign-server-errors']]);
  });

  test('by a route that the gateway throttles, and not by a function that throttles a user', () => {
    const throttled = { status: '429', routeKey: 'POST /v1/setup/open' };
    expect(ofAccessLog(throttled).map(alarmsOn)).toEqual([['countersign-requests-throttled']]);
    expect(ofAccessLog({ ...throttled, 'integration.status': '200' })).toEqual([]);
    expect(ofAccessLog({ status: '401', routeKey: '$default' })).toEqual([]);
  });

  test('by a code that its provider refuses until it is of no use', async () => {
    const { handler } = await import('../../functions/deliver.ts');
    const { userId, tokenId } = await withPhone(world);
    const { verificationId } = await start(world, userId);
    const path = `/v1/verifications/${verificationId}/challenges`;
    await world.api.expect(202, 'POST', path, { as: 'application', body: { tokenId } });
    const sent = (await world.everything()).find(({ channel }) => channel?.S === 'sms');
    const Records = [
      { eventName: 'INSERT', dynamodb: { Keys: { pk: sent?.['pk'] }, NewImage: sent, SequenceNumber: '1' } },
    ];
    const written = listen();
    await handler({ Records } as never, context);
    expect(metricsIn(written)).toEqual([]);
    for (let seconds = 0; seconds <= 300; seconds += 30) {
      world.advance(30);
      await handler({ retry: true }, context);
    }
    expect(metricsIn(written).map(alarmsOn)).toEqual([['countersign-delivery-failures']]);
  });

  test('by a link that is given up after eight tries', async () => {
    const { handler } = await import('../../functions/deliver.ts');
    const userId = await createUser(world);
    await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
    const written = listen();
    for (let minutes = 0; minutes <= 90; minutes++) {
      world.advance(60);
      await handler({ retry: true }, context);
    }
    expect(metricsIn(written).map(alarmsOn)).toEqual([['countersign-delivery-failures']]);
  });

  test('N.06 by a sweep that the breaker refuses', async () => {
    const { handler } = await import('../../functions/expire.ts');
    await createUsers(world, 21);
    world.advance(period);
    const written = listen();
    expect(await handler({}, context)).toMatchObject({ refused: true });
    const raised = metricsIn(written).flatMap(alarmsOn);
    expect(raised).toEqual(['countersign-sweep-refused']);
  });
});

test('what would be raised is found by namespace, name and dimensions', () => {
  const known = { namespace: 'countersign', name: 'DeliveryFailures', dimensions: [] };
  expect(alarmsOn(known)).toEqual(['countersign-delivery-failures']);
  expect(alarmsOn({ ...known, namespace: 'Other' })).toEqual([]);
  expect(alarmsOn({ ...known, name: 'MessagesSent' })).toEqual([]);
  expect(alarmsOn({ ...known, dimensions: ['ApiId'] })).toEqual([]);
});
