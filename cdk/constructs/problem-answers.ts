import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { compile } from '../edge/compile.ts';

/** Lambda@Edge: no environment, no ARM, no tracing. Its role may do nothing, not even log: it has nothing to log. */
export class ProblemAnswers extends LambdaFunction {
  /** @param origin where problems are described */
  constructor(scope: Construct, id: string, origin: string) {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-edge-'));
    writeFileSync(join(folder, 'index.mjs'), compile('problem-answers', { ORIGIN: origin }));
    super(scope, id, {
      description: "Gives the gateway's own refusals the form of RFC 9457",
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(folder),
      handler: 'index.handler',
      memorySize: 128,
      timeout: Duration.seconds(3),
      role: new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
    });
    rmSync(folder, { recursive: true });
    // The library adds a log group to every function; nothing could ever write to this one.
    this.node.tryRemoveChild('LogGroup');
  }
}
