import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { full, quick, type Resource, synthesise } from './synthesise.ts';

/**
 * What holds data or an address, by type, with the properties whose change makes CloudFormation create another resource
 * and leave or delete the old one.
 */
const stateful: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion'],
  'AWS::Cognito::UserPool': ['UsernameAttributes', 'AliasAttributes', 'Schema', 'UsernameConfiguration'],
  'AWS::CloudFront::Distribution': [],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
};

interface Kept {
  readonly type: string;
  readonly deletion: string | undefined;
  readonly replacedBy: Readonly<Record<string, unknown>>;
}

function keptIn(deployment: typeof quick): Record<string, Kept> {
  const { Resources } = synthesise(deployment).service.toJSON() as {
    Resources: Record<string, Resource & { Type: string; DeletionPolicy?: string }>;
  };
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Type, Properties, DeletionPolicy }]) => {
      const decisive = stateful[Type];
      if (!decisive) return [];
      const replacedBy = Object.fromEntries(
        decisive.flatMap((name) => (Properties[name] === undefined ? [] : [[name, Properties[name]]])),
      );
      return [[id, { type: Type, deletion: DeletionPolicy, replacedBy }]];
    }),
  );
}

const released = JSON.parse(readFileSync(new URL('released.json', import.meta.url), 'utf8'));

/** An update from the last release then finds each of them in its place. After a release that adds one, add it there. */
test.each([
  ['quick', quick],
  ['full', full],
] as const)('the %s profile has what holds data and addresses as it was released', (profile, deployment) => {
  expect(JSON.parse(JSON.stringify(keptIn(deployment)))).toEqual(released[profile]);
});

test('a move from the quick profile to the full one replaces nothing but the pool, which stays beside it', () => {
  for (const [id, { type }] of Object.entries(released.quick as Record<string, Kept>)) {
    if (type !== 'AWS::Cognito::UserPool') expect(released.full[id], id).toEqual(released.quick[id]);
  }
});

test('what holds data stays when its stack goes', () => {
  for (const { type, deletion } of Object.values(released.quick as Record<string, Kept>)) {
    if (/Table|Key|UserPool/.test(type)) expect(deletion, type).toBe('RetainExceptOnCreate');
  }
});
