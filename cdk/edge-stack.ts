import { Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IVersion } from 'aws-cdk-lib/aws-lambda';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { Route } from '../lib/http/route.ts';
import { AlarmGroup, period } from './constructs/alarms.ts';
import { Firewall } from './constructs/firewall.ts';
import { ProblemAnswers } from './constructs/problem-answers.ts';
import type { Deployment } from './deployment.ts';

interface EdgeStackProps extends StackProps {
  /** Prefix of names in us-east-1. */
  readonly name: string;
  readonly domain: NonNullable<Deployment['domain']>;
  readonly routes: readonly Route[];
}

/** What CloudFront takes from us-east-1 alone: the certificate, the firewall, the function that words refusals. */
export class EdgeStack extends Stack {
  readonly certificate: ICertificate;
  readonly webAclArn: string;
  readonly problemAnswers: IVersion;

  constructor(scope: Construct, id: string, { name, domain, routes, ...props }: EdgeStackProps) {
    super(scope, id, props);
    const zone =
      domain.hostedZone &&
      HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: domain.hostedZone.id,
        zoneName: domain.hostedZone.name,
      });
    const origin = `https://${domain.name}`;
    this.certificate = new Certificate(this, 'Certificate', {
      domainName: domain.name,
      validation: CertificateValidation.fromDns(zone),
    });
    this.webAclArn = new Firewall(this, 'Firewall', { name, origin, routes }).attrArn;
    this.problemAnswers = new ProblemAnswers(this, 'ProblemAnswers', origin).currentVersion as IVersion;
  }
}

interface EdgeAlarmsStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly distributionId: string;
}

/** CloudFront counts in us-east-1, and an alarm is where its metric is. After the service, whose distribution it watches. */
export class EdgeAlarmsStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, distributionId, ...props }: EdgeAlarmsStackProps) {
    super(scope, id, props);
    const alarms = new AlarmGroup(this, 'Alarms', deployment);
    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/CloudFront',
        metricName,
        statistic,
        period,
        dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
      });
    alarms.add('edge-errors', {
      alarmDescription: 'CloudFront answered more than one call in a hundred with status 500 or above.',
      metric: metric('5xxErrorRate', 'avg'),
      threshold: 1,
    });
    alarms.add('edge-function-errors', {
      alarmDescription:
        'The function that words refusals failed, and the caller got an error instead of its answer.',
      metric: metric('LambdaExecutionError', 'avg'),
      threshold: 0.01,
    });
  }
}
