import { Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IVersion } from 'aws-cdk-lib/aws-lambda';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { Route } from '../lib/http/route.ts';
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
