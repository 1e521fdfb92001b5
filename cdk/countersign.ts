import { type App, Validations } from 'aws-cdk-lib';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { FunctionDefinition } from '../functions/wiring/function.ts';
import { config } from '../infra.config.ts';
import type { CodeOf } from './constructs/service-functions.ts';
import type { Deployment } from './deployment.ts';
import { EdgeAlarmsStack, EdgeStack } from './edge-stack.ts';
import { ServiceStack } from './stack.ts';

interface Parts {
  readonly definitions: readonly FunctionDefinition[];
  readonly code: CodeOf;
  /** The built pages. */
  readonly pages: ISource;
}

export interface Stacks {
  readonly service: ServiceStack;
  /** Only with a domain: what CloudFront takes from us-east-1 alone. */
  readonly edge?: EdgeStack;
  readonly edgeAlarms?: EdgeAlarmsStack;
}

/** The stacks of one deployment, and the rules that synthesis must pass. */
export function countersign(app: App, deployment: Deployment, { definitions, code, pages }: Parts): Stacks {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const { name, region, stage, domain } = deployment;
  const common = { crossRegionReferences: true, tags: { service: config.service, stage } };
  // The region is part of the name: deployments in two regions both have an edge in us-east-1.
  const edge =
    domain &&
    new EdgeStack(app, `${name}-edge-${region}`, {
      ...common,
      env: { region: 'us-east-1' },
      name: `${name}-${region}`,
      domain,
      routes: definitions.flatMap(({ routes }) => routes),
    });
  const service = new ServiceStack(app, name, {
    ...common,
    env: { region },
    deployment,
    definitions,
    code,
    pages,
    ...(edge && { edge }),
  });
  if (!edge) return { service };
  const edgeAlarms = new EdgeAlarmsStack(app, `${name}-edge-alarms-${region}`, {
    ...common,
    env: { region: 'us-east-1' },
    // Two regions' deployments may watch their edges here.
    deployment: { ...deployment, name: `${name}-${region}` },
    distributionId: service.distributionId,
  });
  return { service, edge, edgeAlarms };
}
