import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { bundleFolder, bundleFunctions } from '../build/bundle.ts';
import { buildWeb, webFolder } from '../build/web.ts';
import { functions } from '../functions/index.ts';
import { config, stages } from '../infra.config.ts';
import { countersign } from './countersign.ts';
import { type Adopted, deploymentOf, mainStage } from './deployment.ts';

const app = new App();
const given = (name: string): string | undefined => app.node.tryGetContext(name);
const parsed = (text: string | undefined): Adopted | undefined => text && JSON.parse(text);
const deployment = deploymentOf(config.service, stages, {
  stage: given('stage') ?? mainStage,
  email: given('email'),
  // The CDK's command line finds out what the credentials name.
  region: given('region') ?? process.env['CDK_DEFAULT_REGION'],
  adopted: parsed(given('adopted')),
});
await bundleFunctions(functions.map(({ name }) => name));
await buildWeb();
countersign(app, deployment, {
  definitions: functions,
  code: (name) => Code.fromAsset(join(bundleFolder, name)),
  pages: Source.asset(webFolder),
});
