import { describe, expect, test } from 'vitest';
import { deploymentOf, NotDeployable } from '../../cdk/deployment.ts';
import type { Stage } from '../../infra.config.ts';
import { resources, synthesise } from './synthesise.ts';

const region = 'eu-central-1';
const email = 'you@acme.com';
const of = (stage: string, stages: Record<string, Stage> = {}, rest = {}) =>
  deploymentOf('countersign', stages, { stage, email, region, ...rest });

describe('a deployment', () => {
  test('needs an e-mail address and a region, nothing else', () => {
    expect(of('production')).toEqual({
      stage: 'production',
      name: 'countersign',
      region,
      mailFrom: `Countersign <${email}>`,
      alarmsTo: email,
      administrator: email,
    });
  });

  test('takes what its stage says instead', () => {
    const stage = {
      region: 'eu-west-1',
      domain: { name: 'mfa.acme.com' },
      mail: { from: 'Acme <no-reply@acme.com>' },
      alarms: { email: 'on-call@acme.com' },
    };
    expect(of('staging', { staging: stage }, { region: undefined, email: undefined })).toMatchObject({
      name: 'countersign-staging',
      region: 'eu-west-1',
      mailFrom: 'Acme <no-reply@acme.com>',
      alarmsTo: 'on-call@acme.com',
      domain: { name: 'mfa.acme.com' },
    });
  });

  test.each<[string, Parameters<typeof of>]>([
    ['--email', ['production', {}, { email: undefined }]],
    ['not an e-mail address', ['production', {}, { email: 'you' }]],
    ['not an e-mail address', ['production', { production: { mail: { from: 'Acme' } } }]],
    ['reserved for examples', ['production', {}, { email: 'you@example.com' }]],
    ['reserved for examples', ['production', { production: { alarms: { email: 'a@acme.example' } } }]],
    ['AWS_REGION', ['production', {}, { region: undefined }]],
    ['eu-west-1', ['production', { production: { region: 'eu-west-1' } }]],
    ['lower-case letters', ['Staging']],
    ['lower-case letters', ['a-stage']],
    ['no host name of yours', ['production', { production: { domain: { name: 'https://mfa.acme.com' } } }]],
    ['no host name of yours', ['production', { production: { domain: { name: 'mfa.example.com' } } }]],
    [
      'does not belong to the hosted zone',
      [
        'production',
        { production: { domain: { name: 'mfa.acme.com', hostedZone: { id: 'Z1', name: 'cme.com' } } } },
      ],
    ],
  ])('is refused with a sentence about %s', (words, order) => {
    expect(() => of(...order)).toThrow(NotDeployable);
    expect(() => of(...order)).toThrow(words);
  });
});

describe('two deployments in one account', () => {
  const domain = { domain: { name: 'mfa.acme.com' } };
  const config = { production: domain, staging: { domain: { name: 'mfa-staging.acme.com' } } };
  const deployments = [
    of('production', config),
    of('staging', config),
    of('production', config, { region: 'eu-west-1' }),
    of('staging', {}, { region: 'eu-west-1' }),
  ];

  /** Every name that the templates spell themselves, with the region that it has to be unique in. */
  function namesOf(deployment: (typeof deployments)[number]): string[] {
    const { service, edge } = synthesise(deployment);
    const global = /^AWS::(CloudFront|IAM)::/;
    // These are unique in their user pool.
    const inPool = /^AWS::Cognito::UserPool./;
    const named = [
      [service, deployment.region],
      [edge, 'us-east-1'],
    ] as const;
    return named.flatMap(([template, place]) =>
      Object.entries(
        template.toJSON()['Resources'] as Record<string, { Type: string; Properties?: unknown }>,
      ).flatMap(([id, { Type, Properties }]) =>
        (inPool.test(Type) ? [] : spelled(Properties)).map(
          (name) => `${Type} ${name} in ${global.test(Type) ? 'the account' : place} (${id})`,
        ),
      ),
    );
  }

  /** Values of the properties that name a resource. */
  function spelled(properties: unknown, depth = 0): string[] {
    if (typeof properties !== 'object' || properties === null || depth > 2) return [];
    return Object.entries(properties).flatMap(([key, value]) =>
      /^(Name|\w+Name|CallerReference)$/.test(key) &&
      typeof value === 'string' &&
      value.startsWith('countersign')
        ? [value]
        : spelled(value, depth + 1),
    );
  }

  test('share no name, whether they differ in stage or region', () => {
    const all = deployments.map((deployment) => namesOf(deployment).map((line) => line.replace(/ \(.*/, '')));
    for (const names of all) expect(names.length).toBeGreaterThan(30);
    const seen = new Map<string, number>();
    all.forEach((names, index) => {
      for (const name of new Set(names)) {
        expect(seen.get(name), `${name} is used by two deployments`).toBeUndefined();
        seen.set(name, index);
      }
    });
  });

  test('name everything in CloudFront themselves, because the library forgets the region', () => {
    for (const deployment of deployments) {
      const { service } = synthesise(deployment);
      const types = ['ResponseHeadersPolicy', 'OriginAccessControl', 'Function'];
      for (const type of types) {
        const found = Object.values(resources(service, `AWS::CloudFront::${type}`));
        expect(found.length).toBeGreaterThan(0);
        for (const { Properties } of found) {
          expect(JSON.stringify(Properties)).toContain(`"${deployment.name}-${deployment.region}`);
        }
      }
    }
  });
});
