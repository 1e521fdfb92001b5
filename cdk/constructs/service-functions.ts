import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  type Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment } from '../../functions/wiring/environment.ts';
import type { FunctionDefinition } from '../../functions/wiring/function.ts';
import { config } from '../../infra.config.ts';
import type { Issuer } from '../../lib/domain/issuers.ts';
import type { Deployment } from '../deployment.ts';
import { permissionsOf, type Resources } from './permissions.ts';

/** Where the code of a function comes from. */
export type CodeOf = (name: string) => Code;

interface FunctionsProps extends Resources {
  readonly deployment: Deployment;
  /** Where people and callers reach the service. */
  readonly origin: string;
  readonly issuers: readonly Issuer[];
  readonly definitions: readonly FunctionDefinition[];
  readonly code: CodeOf;
}

/** Every Lambda function of the list, each with a role and a log of its own. */
export class ServiceFunctions extends Construct {
  readonly definitions: readonly FunctionDefinition[];
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #aliases: ReadonlyMap<string, Alias>;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    this.definitions = props.definitions;
    const environment = environmentOf(props);
    this.#functions = new Map(
      props.definitions.map((definition) => [definition.name, this.#create(definition, props, environment)]),
    );
    this.#aliases = new Map(
      props.definitions
        .filter(({ routes }) => routes.some(({ privilege }) => privilege === 'verify'))
        .map(({ name }) => {
          const { currentVersion, node } = this.get(name);
          const alias = new Alias(node.scope ?? this, 'Live', {
            aliasName: 'live',
            version: currentVersion as IVersion,
          });
          return [name, alias];
        }),
    );
  }

  get(name: string): LambdaFunction {
    const found = this.#functions.get(name);
    if (!found) throw new Error(`No function is called ${name}`);
    return found;
  }

  /** What callers of a route reach: an alias where a new version takes over step by step. */
  entryOf(name: string): IFunction {
    return (this.#aliases.get(name) ?? this.get(name)) as IFunction;
  }

  /** The aliases of functions that sign-ins go through. */
  get aliases(): ReadonlyMap<string, Alias> {
    return this.#aliases;
  }

  get all(): LambdaFunction[] {
    return [...this.#functions.values()];
  }

  #create(definition: FunctionDefinition, props: FunctionsProps, environment: Environment): LambdaFunction {
    const scope = new Construct(this, definition.name);
    const functionName = `${props.deployment.name}-${definition.name}`;
    // Without a customer key: logs hold no secret, code, address or number (security test of rule 11). Without a fixed
    // name: the log outlives the stack, and the next deployment must not meet it.
    const logGroup = new LogGroup(scope, 'Log', {
      retention: config.lambda.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // A role of our own instead of the managed policy, which may write to every log of the account.
    const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const statement of permissionsOf(definition, props)) role.addToPolicy(statement);
    if (definition.needs.mail) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:aws:ses:${Stack.of(this).region}:<AWS::AccountId>:identity/*]`,
        reason: 'In the sandbox SES asks for recipients as well; a condition names the one sender.',
      });
    }
    return new LambdaFunction(scope, 'Function', {
      functionName,
      description: definition.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: props.code(definition.name),
      handler: 'index.handler',
      memorySize: config.lambda.memoryMegabytes,
      timeout: Duration.seconds(definition.timeoutSeconds ?? config.lambda.timeoutSeconds),
      environment,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
    });
  }
}

function environmentOf({
  deployment,
  origin,
  issuers,
  table,
  secretsKey,
  messages,
}: FunctionsProps): Environment {
  return {
    TABLE_NAME: table.tableName,
    KEY_ID: secretsKey.keyArn,
    ORIGIN: origin,
    IDENTITY: Stack.of(table).toJsonString(issuers.map(({ signIn: _, ...issuer }) => issuer)),
    MAIL_FROM: deployment.mailFrom,
    MAIL_CONFIGURATION_SET: messages.configurationSet.configurationSetName,
    SMS_SENDERS: JSON.stringify({ senderId: config.sms.senderId, numbers: config.sms.numbers }),
    METRIC_NAMESPACE: deployment.name,
  };
}
