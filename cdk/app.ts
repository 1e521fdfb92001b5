import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { bundleFolder, bundleFunctions } from '../build/bundle.ts';
import { buildWeb, webFolder } from '../build/web.ts';
import { functions } from '../functions/index.ts';
import { countersign } from './countersign.ts';

await bundleFunctions(functions.map(({ name }) => name));
await buildWeb();
countersign(new App(), {
  definitions: functions,
  code: (name) => Code.fromAsset(join(bundleFolder, name)),
  pages: Source.asset(webFolder),
});
