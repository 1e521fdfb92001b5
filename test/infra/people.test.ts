import { describe, expect, test } from 'vitest';
import { idOf, only, quick, resources, synthesise } from './synthesise.ts';

const { service, edge } = synthesise(quick);
const clients = Object.entries(resources(service, 'AWS::Cognito::UserPoolClient'));
const clientWith = (flow: string) =>
  clients.find(([, { Properties }]) => Properties.AllowedOAuthFlows.includes(flow)) ?? ['', undefined];

describe('a deployment that brings no issuer has a user pool of its own', () => {
  test('the deployment is one stack', () => {
    expect(edge.toJSON()['Resources']).toEqual({});
  });

  test('the first administrator is invited by mail, into the group of the role', () => {
    expect(only(service, 'AWS::Cognito::UserPoolUser')).toMatchObject({
      Username: 'operator',
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: [
        { Name: 'email', Value: 'operator@acme.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    expect(only(service, 'AWS::Cognito::UserPoolUserToGroupAttachment')).toMatchObject({
      GroupName: 'countersign-administrators',
    });
  });

  test('people sign in at a public client, by code alone, and come back to the address of the distribution', () => {
    const [, pages] = clientWith('code');
    expect(pages?.Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: [
        'openid',
        expect.objectContaining({ 'Fn::Join': expect.anything() }),
        expect.objectContaining({ 'Fn::Join': expect.anything() }),
      ],
    });
    expect(pages?.Properties).not.toHaveProperty('GenerateSecret');
    expect(pages?.Properties.LogoutURLs).toEqual(pages?.Properties.CallbackURLs);
    const [distribution] = Object.keys(resources(service, 'AWS::CloudFront::Distribution'));
    expect(JSON.stringify(pages?.Properties.CallbackURLs)).toContain(distribution);
  });

  test('an application has a client with a secret, which may have sign-ins verified and nothing else', () => {
    const [, application] = clientWith('client_credentials');
    expect(application?.Properties).toMatchObject({ GenerateSecret: true });
    expect(JSON.stringify(application?.Properties.AllowedOAuthScopes)).toMatch(/^[^/]*\/verify"[^/]*$/);
  });

  test('gateway and functions take the tokens of both, whose audience is their client', () => {
    const { JwtConfiguration } = only(service, 'AWS::ApiGatewayV2::Authorizer');
    const named = JwtConfiguration.Audience.map(idOf).sort();
    expect(named).toEqual(clients.map(([id]) => id).sort());
    const [verify] = Object.values(resources(service, 'AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.FunctionName === 'countersign-verify',
    );
    const identity = JSON.stringify(verify?.Properties.Environment.Variables.IDENTITY);
    for (const [id] of clients) expect(identity).toContain(id);
  });

  test('nobody signs up by themselves, and the accounts outlive the stack as the table does', () => {
    const [pool] = Object.values(service.findResources('AWS::Cognito::UserPool'));
    expect(pool?.['Properties']).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    expect(pool?.['DeletionPolicy']).toBe('RetainExceptOnCreate');
  });
});
