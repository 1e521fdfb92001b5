import { Duration, Validations } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { AlarmGroup } from './alarms.ts';
import type { ServiceFunctions } from './service-functions.ts';

/** Answers of 500 and above in a minute that send a new version back. */
const tooManyFaults = 5;

/**
 * A new version of a function that sign-ins go through gets one call in ten for five minutes, then all. If the gateway
 * answers with faults meanwhile, the version before takes over again, and CloudFormation undoes the whole update.
 */
export class Rollout extends Construct {
  constructor(
    scope: Construct,
    id: string,
    functions: ServiceFunctions,
    stage: IHttpStage,
    alarms: AlarmGroup,
  ) {
    super(scope, id);
    const alarm = alarms.add('rollout-faults', {
      alarmDescription:
        'Callers get many answers of 500 or above; a version that is just being introduced is undone.',
      metric: stage.metricServerError({ period: Duration.minutes(1), statistic: 'sum' }),
      threshold: tooManyFaults,
    });
    const application = new LambdaApplication(this, 'Application');
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
      reason: 'AWS keeps this policy in step with what CodeDeploy does; it may move aliases and read alarms.',
    });
    for (const [name, alias] of functions.aliases) {
      new LambdaDeploymentGroup(this, name, {
        application,
        alias,
        role,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms: [alarm],
      });
    }
  }
}
