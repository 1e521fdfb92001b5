import type { Template } from 'aws-cdk-lib/assertions';
import { config } from '../../infra.config.ts';
import { metricNames } from '../../lib/metrics.ts';
import { own, type Resource, resources } from '../../test/infra/synthesise.ts';
import { assumed, prices } from '../prices.ts';
import type { Line } from './cost-lines.ts';

const minutesOfMonth = 30 * 24 * 60;

/** What a deployment costs in a month before its first sign-in, from its templates. */
export function fixedLines(templates: readonly Template[]): Line[] {
  const all = (type: string): Resource['Properties'][] =>
    templates.flatMap((template) =>
      Object.values(own(resources(template, type))).map((one) => one.Properties),
    );
  const watched = all('AWS::CloudWatch::Alarm').map(
    ({ Metrics = [{ MetricStat: {} }] }) =>
      Metrics.filter(({ MetricStat }: { MetricStat?: object }) => MetricStat).length,
  );
  const acls = all('AWS::WAFv2::WebACL');
  const runs = Object.values(config.schedules).reduce(
    (sum, { everyMinutes }) => sum + minutesOfMonth / everyMinutes,
    0,
  );
  const line = (what: string, amount: number, price: Line['price'], usd = amount * price.usd): Line => ({
    what,
    amount,
    price,
    usd,
  });
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  return [
    line('alarms', sum(watched), prices.alarmMetrics),
    line('metrics of our own', metricNames.length, prices.ownMetrics),
    line('dashboards', all('AWS::CloudWatch::Dashboard').length, prices.dashboards),
    line('keys', all('AWS::KMS::Key').length, prices.keys),
    line('firewalls', acls.length, prices.firewalls),
    line('firewall rules', sum(acls.map(({ Rules }) => Rules.length)), prices.firewallRules),
    line('scheduled runs', runs, prices.invocations, runCost(runs)),
  ];
}

/** With what they run for, and nothing to do. */
const runCost = (runs: number): number => {
  const gigabyteSeconds =
    runs * (assumed.recordMilliseconds / 1_000) * (config.lambda.memoryMegabytes / 1_024);
  return (runs * prices.invocations.usd + gigabyteSeconds * prices.gigabyteSeconds.usd) / 1_000_000;
};
