import type { Template } from 'aws-cdk-lib/assertions';
import { functions } from '../../functions/index.ts';
import { config } from '../../infra.config.ts';
import { idOf, resources } from './synthesise.ts';

export interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

export const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

const names = functions.map(({ name }) => name);

/** Every policy that a role of this function has, as statements. */
export function statementsOf(service: Template, name: string): Statement[] {
  const deployed = Object.values(resources(service, 'AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.FunctionName === `${config.service}-${name}`,
  );
  const roleId = idOf(deployed?.Properties.Role);
  const role = resources(service, 'AWS::IAM::Role')[roleId]?.Properties;
  if (!role || 'ManagedPolicyArns' in role || 'Policies' in role) {
    throw new Error(`The role of ${name} is missing, or holds policies of another kind`);
  }
  return Object.values(resources(service, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some((attached: { Ref: string }) => attached.Ref === roleId))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

/** `dynamodb:Query table/index/due`: one line for each action on each resource. */
export const linesOf = (service: Template, statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action, Resource, NotResource }) =>
    list(Action).flatMap((action) => [
      ...list(Resource ?? []).map((resource) => `${action} ${nameOf(service, resource)}`),
      ...list(NotResource ?? []).map((resource) => `${action} not ${nameOf(service, resource)}`),
    ]),
  );

function nameOf(service: Template, resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const reference = resource as Record<string, unknown>;
  const [, parts] = (reference['Fn::Join'] ?? []) as [string, unknown[]];
  if (parts) return parts.map((part) => nameOf(service, part)).join('');
  const [id, attribute] = (reference['Fn::GetAtt'] ?? [reference['Ref'], 'Ref']) as [string, string];
  const { Type } = service.toJSON()['Resources'][id] ?? {};
  switch (Type) {
    case 'AWS::DynamoDB::GlobalTable':
      return attribute === 'StreamArn' ? 'stream' : 'table';
    case 'AWS::Logs::LogGroup':
      return `log of ${names.find((name) => id.startsWith(`Functions${name.replaceAll('-', '')}Log`))}`;
    case 'AWS::KMS::Key':
      return id.startsWith('Table') ? 'storage key' : 'secrets key';
    case 'AWS::SQS::Queue':
      return id.replace(/^(Streams|Schedules|Reports)(\w+?)deadletters\w*$/, '$2 dead letters');
    case 'AWS::SES::ConfigurationSet':
      return '<configuration set>';
    default:
      return `<${id}>`;
  }
}
