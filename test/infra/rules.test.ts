import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { synthesise } from './synthesise.ts';

const findings = (scope: IConstruct): string[] =>
  new AwsSolutionsChecks()
    .validateScope(scope)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );

describe('the rules of AWS Solutions', () => {
  const { app } = synthesise();

  test('have no finding that is not acknowledged', () => {
    expect(findings(app)).toEqual([]);
  });

  test('are acknowledged one by one, each with a reason', () => {
    const acknowledged = app.node
      .findAll()
      .flatMap((construct) => construct.node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, unknown>));
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const [rule, reason] of acknowledged) expect(JSON.stringify(reason), rule).toMatch(/\w+( \S+){5,}/);
  });

  test('do find a fault that is planted', () => {
    const planted = new App();
    new Bucket(new Stack(planted, 'Planted'), 'Bucket');
    expect(findings(planted)).toContain('AwsSolutions-S1 at Planted/Bucket/Resource');
  });
});
