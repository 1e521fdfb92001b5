import { type App, Validations } from 'aws-cdk-lib';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { FunctionDefinition } from '../functions/wiring/function.ts';
import { config } from '../infra.config.ts';
import type { CodeOf } from './constructs/service-functions.ts';
import { EdgeStack } from './edge-stack.ts';
import { ServiceStack } from './stack.ts';

interface Parts {
  readonly definitions: readonly FunctionDefinition[];
  readonly code: CodeOf;
  readonly pages: ISource;
}

/** Both stacks of a deployment, and the rules that synthesis must pass. */
export function countersign(app: App, { definitions, code, pages }: Parts) {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const common = {
    crossRegionReferences: true,
    terminationProtection: true,
    tags: { service: config.service },
  };
  const service = new ServiceStack(app, config.service, {
    ...common,
    env: { region: config.region },
    definitions,
    code,
  });
  const edge = new EdgeStack(app, `${config.service}-edge`, {
    ...common,
    env: { region: 'us-east-1' },
    routes: definitions.flatMap(({ routes }) => routes),
    apiHost: service.apiHost,
    files: pages,
  });
  return { service, edge };
}
