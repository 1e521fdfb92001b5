import type { Template, TemplateResource } from './deployed.ts';

/** Something that is wrong with a deployment and fails in no unit test of a template. */
export interface Fault {
  /** What the walk says about it. */
  readonly found: RegExp;
  plant(template: Template): void;
}

function functionOf({ Resources }: Template, name: string): TemplateResource['Properties'] {
  const found = Object.values(Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' && String(Properties.FunctionName).endsWith(`-${name}`),
  );
  return found?.Properties;
}

function statementsOf({ Resources }: Template, name: string): TemplateResource['Properties'][] {
  const found = Object.entries(Resources).find(
    ([id, { Type }]) =>
      Type === 'AWS::IAM::Policy' && id.startsWith(`Functions${name.replaceAll('-', '')}Role`),
  );
  return found?.[1].Properties.PolicyDocument.Statement;
}

export const faults: Readonly<Record<string, Fault>> = {
  'a role lacks an action that its function needs': {
    found: /setup-links answers 500/,
    plant(template) {
      for (const { Effect, Action } of statementsOf(template, 'setup-links')) {
        const at = Effect === 'Allow' && Array.isArray(Action) ? Action.indexOf('dynamodb:PutItem') : -1;
        if (at >= 0) Action.splice(at, 1);
      }
    },
  },
  'a role has a condition that no request meets': {
    found: /link was mailed/,
    plant(template) {
      for (const { Condition } of statementsOf(template, 'deliver')) {
        const equal = Condition?.StringEquals;
        if (equal?.['kms:EncryptionContext:service']) equal['kms:EncryptionContext:service'] = 'other';
      }
    },
  },
  'a function sends as somebody whom its role does not allow': {
    found: /link was mailed/,
    plant(template) {
      functionOf(template, 'deliver').Environment.Variables.MAIL_FROM =
        'Countersign <no-reply@other.example>';
    },
  },
  "the stream's filter lets nothing through to the audit": {
    found: /wrote the events/,
    plant({ Resources }) {
      const [, mapping] =
        Object.entries(Resources).find(
          ([id, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping' && /record/i.test(id),
        ) ?? [];
      if (!mapping) throw new Error('The audit has no reader');
      const pattern = '{"dynamodb":{"NewImage":{"evnt":{"M":{"id":{"S":[{"exists":true}]}}}}}}';
      mapping.Properties.FilterCriteria.Filters[0].Pattern = pattern;
    },
  },
  'a function reads a table that is not there': {
    found: /POST \/v1\/users answers 5/,
    plant(template) {
      functionOf(template, 'users').Environment.Variables.TABLE_NAME = 'nowhere';
    },
  },
  'a route of operators has no authorizer': {
    found: /POST \/v1\/users answers/,
    plant({ Resources }) {
      const route = Object.values(Resources).find(
        ({ Type, Properties }) =>
          Type === 'AWS::ApiGatewayV2::Route' && Properties.RouteKey === 'POST /v1/users',
      );
      if (!route) throw new Error('There is no such route');
      route.Properties.AuthorizationType = 'NONE';
      delete route.Properties.AuthorizerId;
    },
  },
};

/** The template with the fault in it. Every function starts cold: a warm one holds keys that it may not open any more. */
export function withFault(original: string, fault: Fault, name: string): string {
  const template = JSON.parse(original) as Template;
  const before = JSON.stringify(template);
  fault.plant(template);
  if (JSON.stringify(template) === before) throw new Error(`The fault changes nothing: ${name}`);
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Lambda::Function' || !Properties.Environment?.Variables) continue;
    Properties.Environment.Variables.PLANTED = name;
  }
  return JSON.stringify(template);
}
