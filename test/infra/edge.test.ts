import type { CloudFrontHeaders, CloudFrontResponseEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { assetHeaders, pageHeaders } from '../../build/page-headers.ts';
import { compile } from '../../cdk/edge/compile.ts';
import { handler as pageAddress } from '../../cdk/edge/page-address.ts';
import { functions } from '../../functions/index.ts';
import { permissionFor } from '../../lib/domain/authorization.ts';
import { secureHeaders } from '../../lib/http/secure-headers.ts';
import { full, fullOrigin, idOf, only, resources, synthesise } from './synthesise.ts';

const { edge, service } = synthesise();
const distribution = only(service, 'AWS::CloudFront::Distribution').DistributionConfig;

/** The output of the other stack that a value comes from. */
const crossing = (value: { 'Fn::GetStackOutput': { OutputName: string } }): string => {
  const { OutputName } = value['Fn::GetStackOutput'];
  expect(edge.findOutputs(OutputName)).toHaveProperty(OutputName);
  return OutputName;
};

/** The plain headers that a response headers policy sends. */
function headersOf(reference: { Ref: string }): Record<string, string> {
  const policy = resources(service, 'AWS::CloudFront::ResponseHeadersPolicy')[idOf(reference)]?.Properties;
  const { CustomHeadersConfig, SecurityHeadersConfig } = policy.ResponseHeadersPolicyConfig;
  const { ContentSecurityPolicy, ReferrerPolicy, StrictTransportSecurity } = SecurityHeadersConfig;
  expect(JSON.stringify(policy)).not.toContain('"Override":false');
  return {
    ...Object.fromEntries(
      (CustomHeadersConfig?.Items ?? []).map(({ Header, Value }: Record<string, string>) => [Header, Value]),
    ),
    'content-security-policy': ContentSecurityPolicy.ContentSecurityPolicy,
    'referrer-policy': ReferrerPolicy.ReferrerPolicy,
    'strict-transport-security': `max-age=${StrictTransportSecurity.AccessControlMaxAgeSec}; includeSubDomains`,
    'x-content-type-options': SecurityHeadersConfig.ContentTypeOptions.Override ? 'nosniff' : '',
  };
}

describe('distribution', () => {
  test('serves the configured origin, over TLS 1.2 and above, behind the firewall', () => {
    expect(distribution).toMatchObject({
      Aliases: ['mfa.acme.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    });
    expect(crossing(distribution.WebACLId)).toMatch(/Firewall/);
  });

  test('passes everything under /v1/ to the API, uncached and with its Authorization', () => {
    const [api] = distribution.CacheBehaviors;
    expect(api).toMatchObject({
      PathPattern: '/v1/*',
      ViewerProtocolPolicy: 'https-only',
      // AWS's managed policies CachingDisabled and AllViewerExceptHostHeader
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    });
    expect([...api.AllowedMethods].sort()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PATCH',
      'POST',
      'PUT',
    ]);
    const origin = distribution.Origins.find(({ Id }: { Id: string }) => Id === api.TargetOriginId);
    expect(JSON.stringify(origin.DomainName)).toContain(`.execute-api.${full.region}.`);
    expect(origin.CustomOriginConfig.OriginProtocolPolicy).toBe('https-only');
  });

  test('what comes from the API, the gateway and CloudFront itself has the headers of every other answer', () => {
    const ofApi = distribution.CacheBehaviors.filter(
      ({ TargetOriginId }: { TargetOriginId: string }) =>
        TargetOriginId === distribution.CacheBehaviors[0].TargetOriginId,
    );
    expect(ofApi.length).toBe(2);
    for (const { ResponseHeadersPolicyId } of ofApi)
      expect(headersOf(ResponseHeadersPolicyId)).toEqual(secureHeaders);
  });

  test('3.08 passes the public keys on to the API too, cached as their answer says', () => {
    const keys = distribution.CacheBehaviors.find(
      ({ PathPattern }: { PathPattern: string }) => PathPattern === '/.well-known/jwks.json',
    );
    expect(keys).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      // AWS's managed policy CachingOptimized: the origin's Cache-Control, and neither cookie nor query in the key
      CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      TargetOriginId: distribution.CacheBehaviors[0].TargetOriginId,
    });
    expect(keys).not.toHaveProperty('OriginRequestPolicyId');
    expect(keys.AllowedMethods).toEqual(['GET', 'HEAD']);
  });

  test('sends the setup page with the headers of pages, its files with those of assets', () => {
    expect(headersOf(distribution.DefaultCacheBehavior.ResponseHeadersPolicyId)).toEqual(
      pageHeaders(['https://login.acme.com', 'https://customers.acme.com']),
    );
    const files = distribution.CacheBehaviors.filter(({ PathPattern }: { PathPattern: string }) =>
      PathPattern.startsWith('*'),
    );
    expect(files.length).toBeGreaterThan(2);
    // How long it may be kept is written beside the file, so that a missing file says nothing of the kind.
    const { 'cache-control': _, ...policy } = assetHeaders;
    for (const { PathPattern, ResponseHeadersPolicyId } of files) {
      expect(headersOf(ResponseHeadersPolicyId), PathPattern).toEqual(policy);
    }
  });

  test('reads a bucket that nobody else reads', () => {
    expect(only(service, 'AWS::S3::Bucket').PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(only(service, 'AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig).toMatchObject({
      SigningBehavior: 'always',
    });
  });

  test.each([
    ['/setup', '/setup/index.html'],
    ['/docs/', '/docs/index.html'],
    ['/me', '/me/index.html'],
    ['/', '/console/index.html'],
    ['/setup/assets/page-1a2b.js', '/setup/assets/page-1a2b.js'],
    ['/openapi.json', '/openapi.json'],
  ])('the page at %s is %s', (uri, file) => {
    expect(pageAddress({ request: { uri } })).toEqual({ uri: file });
  });

  test('the function that finds pages has the form CloudFront takes', () => {
    const { FunctionCode, FunctionConfig } = only(service, 'AWS::CloudFront::Function');
    expect(FunctionConfig.Runtime).toBe('cloudfront-js-2.0');
    expect(FunctionCode).not.toMatch(/\bexport\b/);
    const deployed = new Function(`${FunctionCode}; return handler;`)();
    expect(deployed({ request: { uri: '/setup' } })).toEqual({ uri: '/setup/index.html' });
  });
});

describe("the gateway's own answers", async () => {
  // As it is deployed: one module that imports nothing.
  const module = `data:text/javascript,${encodeURIComponent(compile('problem-answers', { ORIGIN: fullOrigin }))}`;
  const { handler } = (await import(
    /* @vite-ignore */ module
  )) as typeof import('../../cdk/edge/problem-answers.ts');
  const answer = (status: string, headers: CloudFrontHeaders) =>
    handler({
      Records: [
        {
          cf: {
            config: { requestId: 'edge-id' },
            response: { status, statusDescription: 'Refused', headers },
          },
        },
      ],
    } as unknown as CloudFrontResponseEvent);
  const json = { 'content-type': [{ value: 'application/json' }] };

  test.each([
    ['401', 'unauthenticated'],
    ['403', 'forbidden'],
    ['413', 'payload-too-large'],
    ['429', undefined],
    ['503', undefined],
  ])('%s becomes a problem with the code %s', async (status, code) => {
    const id = [{ value: 'gateway-id' }];
    const answered = await answer(status, { ...json, 'apigw-requestid': id });
    expect(answered?.headers?.['content-type']?.[0]?.value).toBe('application/problem+json');
    const problem = JSON.parse(answered?.body ?? '');
    const type = code ? `${fullOrigin}/docs#${code}` : 'about:blank';
    expect(problem).toMatchObject({ type, status: Number(status), instance: 'gateway-id' });
    expect(problem.code).toBe(code);
    expect(problem.title).toBeTruthy();
    expect(problem.detail).toBeTruthy();
  });

  test('what the header said about the access token stays', async () => {
    const challenge = [{ value: 'Bearer error="invalid_token"' }];
    const answered = await answer('401', { ...json, 'www-authenticate': challenge });
    expect(answered?.headers?.['www-authenticate']).toBe(challenge);
    expect(JSON.parse(answered?.body ?? '').instance).toBe('edge-id');
  });

  test.each([
    ['200', 'application/json'],
    ['404', 'application/problem+json'],
    ['401', 'application/problem+json; charset=utf-8'],
  ])('a %s of the service as %s passes untouched', async (status, type) => {
    const answered = await answer(status, { 'content-type': [{ value: type }] });
    expect(answered).not.toHaveProperty('body');
  });

  test('they are replaced on the way from the API, within what Lambda@Edge allows', () => {
    const [api] = distribution.CacheBehaviors;
    const [association] = api.LambdaFunctionAssociations;
    expect(association.EventType).toBe('origin-response');
    expect(crossing(association.LambdaFunctionARN)).toMatch(/ProblemAnswers/);
    const deployed = only(edge, 'AWS::Lambda::Function');
    for (const refused of ['Environment', 'Layers', 'TracingConfig', 'VpcConfig', 'DeadLetterConfig']) {
      expect(deployed).not.toHaveProperty(refused);
    }
    expect(deployed.Architectures ?? ['x86_64']).toEqual(['x86_64']);
  });
});

interface Asked {
  readonly path: string;
  readonly authorization: string;
}

/** What WAF makes of a statement of the kinds that are used here. */
function matches(statement: Record<string, unknown>, asked: Asked): boolean {
  const { OrStatement, AndStatement, NotStatement, ByteMatchStatement } = statement as {
    OrStatement?: { Statements: Record<string, unknown>[] };
    AndStatement?: { Statements: Record<string, unknown>[] };
    NotStatement?: { Statement: Record<string, unknown> };
    ByteMatchStatement?: {
      FieldToMatch: { UriPath?: object; SingleHeader?: { Name: string } };
      PositionalConstraint: string;
      SearchString: string;
      TextTransformations: { Type: string }[];
    };
  };
  if (OrStatement) return OrStatement.Statements.some((one) => matches(one, asked));
  if (AndStatement) return AndStatement.Statements.every((one) => matches(one, asked));
  if (NotStatement) return !matches(NotStatement.Statement, asked);
  if (ByteMatchStatement?.PositionalConstraint !== 'STARTS_WITH') throw new Error('Of another kind');
  const { FieldToMatch, SearchString, TextTransformations } = ByteMatchStatement;
  const field = FieldToMatch.UriPath ? asked.path : asked.authorization;
  if (!FieldToMatch.UriPath) expect(FieldToMatch.SingleHeader).toEqual({ Name: 'authorization' });
  const lower = TextTransformations.some(({ Type }) => Type === 'LOWERCASE');
  return (lower ? field.toLowerCase() : field).startsWith(SearchString);
}

describe('firewall', () => {
  const { Rules: rules, Scope } = only(edge, 'AWS::WAFv2::WebACL');
  const rule = (name: string) => rules.find(({ Name }: { Name: string }) => Name === name);

  const limit = (name: string) => rule(name).Statement.RateBasedStatement.Limit;

  test('limits the rate by address, far more tightly without an access token', () => {
    expect(Scope).toBe('CLOUDFRONT');
    expect(limit('open-rate')).toBeLessThanOrEqual(limit('rate') / 20);
  });

  test('a limit without a token is one of open routes with any token, and of all routes of the API without one', () => {
    const scope = rule('open-rate').Statement.RateBasedStatement.ScopeDownStatement;
    const open = functions
      .flatMap(({ routes }) => routes)
      .filter(({ privilege }) => permissionFor(privilege) === 'none');
    expect(open.length).toBeGreaterThan(2);
    for (const { path } of open) {
      expect(matches(scope, { path, authorization: '' }), path).toBe(true);
      expect(matches(scope, { path, authorization: 'Bearer forged' }), path).toBe(true);
    }
    for (const path of ['/v1/users', '/v1/verifications', '/v1/nothing', '/v1/me']) {
      expect(matches(scope, { path, authorization: '' }), path).toBe(true);
      expect(matches(scope, { path, authorization: 'Basic YTpi' }), path).toBe(true);
      expect(matches(scope, { path, authorization: 'Bearer token' }), path).toBe(false);
    }
    for (const path of ['/', '/setup', '/me', '/openapi.json', '/setup/assets/page-1a2b.js']) {
      expect(matches(scope, { path, authorization: '' }), path).toBe(false);
    }
  });

  test('four addresses do not fill the gateway, with or without tokens', () => {
    const stage = only(service, 'AWS::ApiGatewayV2::Stage').DefaultRouteSettings.ThrottlingRateLimit;
    for (const name of ['open-rate', 'rate']) expect((4 * limit(name)) / 300).toBeLessThan(stage / 2);
  });

  test('sends what it answers itself with the headers of every other answer', () => {
    const blocking = rules.filter(({ Action }: { Action?: { Block?: object } }) => Action?.Block);
    expect(blocking.length).toBe(3);
    for (const { Action } of blocking) {
      const sent = Action.Block.CustomResponse.ResponseHeaders.map(
        ({ Name, Value }: Record<string, string>) => [Name, Value],
      );
      expect(Object.fromEntries(sent)).toEqual(secureHeaders);
    }
  });

  test('stops bodies over 8 KB on exactly the routes that do not declare more', () => {
    const statement = JSON.stringify(rule('body-size').Statement);
    expect(statement).toContain('"Size":8192');
    const pattern = /"RegexString":"([^"]+)"/.exec(statement)?.[1];
    const exempt = (path: string) =>
      pattern ? new RegExp(pattern.replaceAll('\\\\', '\\')).test(path) : false;
    for (const { path, maxBodyBytes = 8192 } of functions.flatMap(({ routes }) => routes)) {
      expect(exempt(path.replace(/\{\w+\}/g, 'x')), path).toBe(maxBodyBytes > 8192);
    }
  });

  test('keeps no samples of requests, whose headers hold access tokens', () => {
    for (const { VisibilityConfig } of rules) expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
  });
});
