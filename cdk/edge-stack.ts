import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { Route } from '../lib/http/route.ts';
import { Edge } from './constructs/edge.ts';
import { Firewall } from './constructs/firewall.ts';
import { Pages } from './constructs/pages.ts';

interface EdgeStackProps extends StackProps {
  readonly routes: readonly Route[];
  readonly apiHost: string;
  /** The built pages. */
  readonly files: ISource;
}

/**
 * Everything in front of the service. All of it in us-east-1, because CloudFront takes web ACLs, certificates and
 * Lambda@Edge from there: so the only value that crosses regions is the API's host, which never changes.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { routes, apiHost, files, ...props }: EdgeStackProps) {
    super(scope, id, props);
    const pages = new Pages(this, 'Pages');
    const firewall = new Firewall(this, 'Firewall', routes);
    const { distribution } = new Edge(this, 'Edge', {
      apiHost,
      pages: pages.bucket,
      webAclArn: firewall.attrArn,
    });
    pages.publish(files, distribution);
    new CfnOutput(this, 'DistributionUrl', { value: `https://${distribution.distributionDomainName}` });
  }
}
