import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { config } from '../../infra.config.ts';
import { DeadLetterQueue } from './dead-letters.ts';
import type { ServiceFunctions } from './service-functions.ts';

/** As long as Lambda keeps an event. */
const longestRetryMinutes = 6 * 60;

/** The schedules of infra.config.ts. A run that fails is repeated until the next one is due. */
export class Schedules extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, deploymentName: string, functions: ServiceFunctions) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'schedule-dead-letters');
    const scheduleGroup = new ScheduleGroup(this, 'Group', {
      scheduleGroupName: deploymentName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.#role(functions);
    for (const [name, schedule] of Object.entries(config.schedules)) {
      const interval = Duration.minutes(schedule.everyMinutes);
      const target = functions.get(schedule.function);
      new Schedule(this, name, {
        scheduleName: name,
        scheduleGroup,
        schedule: ScheduleExpression.rate(interval),
        target: {
          bind: () => ({
            arn: target.functionArn,
            role,
            input: ScheduleTargetInput.fromObject(schedule.input),
            retryPolicy: { maximumEventAgeInSeconds: interval.toSeconds(), maximumRetryAttempts: 5 },
            deadLetterConfig: { arn: this.deadLetters.queueArn },
          }),
        },
      });
      // The scheduler only hands the event over; Lambda repeats the function if it throws.
      target.configureAsyncInvoke({
        maxEventAge: Duration.minutes(Math.min(schedule.everyMinutes, longestRetryMinutes)),
        retryAttempts: 2,
        onFailure: this.deadLetters.destination,
      });
    }
  }

  #role(functions: ServiceFunctions): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const names = new Set(Object.values(config.schedules).map((schedule) => schedule.function));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [...names].map((name) => functions.get(name).functionArn),
      }),
    );
    this.deadLetters.grant(role, 'sqs:SendMessage');
    return role;
  }
}
