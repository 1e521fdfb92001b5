import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { countersign } from '../../cdk/countersign.ts';
import { type Deployment, deploymentOf, mainStage } from '../../cdk/deployment.ts';
import settings from '../../cdk.json' with { type: 'json' };
import { functions } from '../../functions/index.ts';
import type { FunctionDefinition } from '../../functions/wiring/function.ts';
import { config } from '../../infra.config.ts';
import type { Issuer } from '../../lib/domain/issuers.ts';

/** A resource of a template; its properties are whatever CloudFormation says. */
export interface Resource {
  readonly Properties: ReturnType<Template['findResources']>[string][string];
}

const order = { stage: mainStage, email: 'operator@acme.com', region: 'eu-central-1' };

/** A deployment with nothing but an e-mail address. */
export const quick: Deployment = deploymentOf(config.service, {}, order);

/** Two issuers: operators sign in at one, users and applications at the other. */
export const ownIssuers: readonly Issuer[] = [
  {
    issuer: 'https://login.acme.com',
    audiences: ['countersign'],
    scopes: { operate: 'countersign/operate' },
    userIdClaim: 'preferred_username',
    groupsClaims: ['groups'],
    signIn: {
      clientId: 'console',
      authorizationEndpoint: 'https://login.acme.com/authorize',
      tokenEndpoint: 'https://login.acme.com/token',
      endSessionEndpoint: 'https://login.acme.com/logout',
    },
  },
  {
    issuer: 'https://customers.acme.com/',
    audiences: ['urn:acme:mfa', 'shop'],
    scopes: { verify: 'mfa.verify', self: 'mfa.self' },
    userIdClaim: 'sub',
    groupsClaims: [],
    signIn: {
      clientId: 'my-page',
      authorizationEndpoint: 'https://customers.acme.com/authorize',
      tokenEndpoint: 'https://customers.acme.com/oauth/token',
      endSessionEndpoint: 'https://customers.acme.com/logout',
    },
  },
];

/** A deployment with a domain, issuers, a sender and a receiver of its own. */
export const full: Deployment = deploymentOf(
  config.service,
  {
    production: {
      domain: { name: 'mfa.acme.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'acme.com' } },
      identity: ownIssuers,
      mail: { from: 'Acme <no-reply@acme.com>' },
      alarms: { email: 'on-call@acme.com' },
    },
  },
  order,
);

/** Where callers reach the full deployment. */
export const fullOrigin = 'https://mfa.acme.com';

/** The stacks as `cdk synth` makes them, but for the built code and pages, which no property depends on. */
export function synthesise(
  deployment: Deployment = full,
  definitions: readonly FunctionDefinition[] = functions,
) {
  const outdir = mkdtempSync(join(tmpdir(), 'countersign-synth-'));
  const app = new App({ context: settings.context, outdir });
  const stacks = countersign(app, deployment, {
    definitions,
    code: () => Code.fromInline('exports.handler = async () => undefined;'),
    pages: Source.data('index.html', '<!doctype html>'),
  });
  const templates = {
    service: Template.fromStack(stacks.service),
    /** Empty where the deployment has no domain. */
    edge: stacks.edge ? Template.fromStack(stacks.edge) : Template.fromJSON({ Resources: {} }),
    edgeAlarms: stacks.edgeAlarms
      ? Template.fromStack(stacks.edgeAlarms)
      : Template.fromJSON({ Resources: {} }),
  };
  rmSync(outdir, { recursive: true });
  return { app, ...templates };
}

/** Resources of one type by their logical id. */
export const resources = (template: Template, type: string): Record<string, Resource> =>
  template.findResources(type) as Record<string, Resource>;

/** Without what the library adds to upload the pages at a deployment. */
export const own = (found: Record<string, Resource>): Record<string, Resource> =>
  Object.fromEntries(Object.entries(found).filter(([id]) => !id.startsWith('CustomCDKBucketDeployment')));

/** The one resource of a type. */
export function only(template: Template, type: string): Resource['Properties'] {
  const found = Object.values(resources(template, type));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0]?.Properties;
}

/** The logical id that a `Ref` or `Fn::GetAtt` names. */
export const idOf = (reference: { Ref?: string; 'Fn::GetAtt'?: readonly string[] }): string =>
  reference.Ref ?? reference['Fn::GetAtt']?.[0] ?? '';
