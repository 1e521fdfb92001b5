import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { reportedMailEvents } from '../../lib/delivery/reports.ts';
import type { Deployment } from '../deployment.ts';
import { DeadLetterQueue } from './dead-letters.ts';
import type { ServiceFunctions } from './service-functions.ts';

const longestRetry = Duration.hours(6);

/**
 * What SES and SNS report of messages, to the one function that reads it. Of mails by events of the configuration set;
 * of texts by SNS's log, which an account has once, so `npm run deploy -- --text-reports` leads it here.
 */
export class Reports extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly functionArn: string;
  /** SNS writes its log with it. */
  readonly textLogRole: Role;

  constructor(
    scope: Construct,
    id: string,
    { name }: Deployment,
    configurationSet: ConfigurationSet,
    functions: ServiceFunctions,
  ) {
    super(scope, id);
    const definition = functions.definitions.find(({ reports }) => reports);
    if (!definition) throw new Error('No function reads the reports of SES and SNS');
    const target = functions.get(definition.name);
    this.functionArn = target.functionArn;
    this.deadLetters = new DeadLetterQueue(this, `${definition.name}-dead-letters`);
    target.configureAsyncInvoke({
      maxEventAge: longestRetry,
      retryAttempts: 2,
      onFailure: this.deadLetters.destination,
    });

    configurationSet.addEventDestination('Reports', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      // Neither opens nor clicks: SES would rewrite the links of a mail to see them (rule 8).
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
    new Rule(this, 'Mail', {
      ruleName: `${name}-mail-reports`,
      eventPattern: {
        source: ['aws.ses'],
        detailType: [...reportedMailEvents],
        detail: { mail: { tags: { 'ses:configuration-set': [configurationSet.configurationSetName] } } },
      },
      targets: [new LambdaFunction(target, { maxEventAge: longestRetry, retryAttempts: 5 })],
    });
    target.addPermission('TextLog', {
      principal: new ServicePrincipal('logs.amazonaws.com'),
      sourceArn: this.#textLog('/Failure:*'),
    });
    this.textLogRole = this.#textLogRole();
  }

  #textLogRole(): Role {
    const role = new Role(this, 'TextLogRole', { assumedBy: new ServicePrincipal('sns.amazonaws.com') });
    const log = this.#textLog('*');
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutMetricFilter'],
        resources: [log],
      }),
    );
    const { region } = Stack.of(this);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:aws:logs:${region}:<AWS::AccountId>:log-group:sns/${region}/<AWS::AccountId>/DirectPublishToPhoneNumber*]`,
      reason:
        'SNS writes two logs of these names and as many streams as it needs; the role is for SNS alone.',
    });
    return role;
  }

  /** SNS's own log of texts to numbers. */
  #textLog(rest: string): string {
    const { region, account } = Stack.of(this);
    return Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `sns/${region}/${account}/DirectPublishToPhoneNumber${rest}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
