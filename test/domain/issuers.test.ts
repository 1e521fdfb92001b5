import { describe, expect, test } from 'vitest';
import { faultIn, type Issuer } from '../../lib/domain/issuers.ts';
import { signInDocument } from '../../lib/domain/sign-in-document.ts';

const signIn = {
  clientId: 'pages',
  authorizationEndpoint: 'https://login.acme.com/authorize',
  tokenEndpoint: 'https://login.acme.com/token',
  endSessionEndpoint: 'https://login.acme.com/logout',
};
const one: Issuer = {
  issuer: 'https://login.acme.com',
  audiences: ['countersign'],
  scopes: { verify: 'v', self: 's', operate: 'o' },
  userIdClaim: 'sub',
  groupsClaims: ['groups'],
  signIn,
};

describe('a sentence says what is wrong with the issuers of a deployment', () => {
  test.each<[string, readonly Issuer[]]>([
    ['No issuer grants the permission verify', []],
    ['No issuer grants the permission operate', [{ ...one, scopes: { verify: 'v', self: 's' } }]],
    [
      'and https://other.acme.com both grant the permission verify',
      [one, { ...one, issuer: 'https://other.acme.com' }],
    ],
    ['lacks signIn, so nobody can sign in', [{ ...one, signIn: undefined as never }]],
    ['has no audience', [{ ...one, audiences: [] }]],
  ])('%s', (words, issuers) => {
    expect(faultIn(issuers)).toContain(words);
  });

  test('one issuer for everything, and one for each permission, are right', () => {
    expect(faultIn([one])).toBeUndefined();
    const each = (['verify', 'self', 'operate'] as const).map((permission) => ({
      ...one,
      issuer: `https://${permission}.acme.com`,
      scopes: { [permission]: 'x' },
    }));
    expect(faultIn(each)).toBeUndefined();
  });
});

describe('how people sign in to the pages', () => {
  test('each page asks its own issuer for its own scope, by the name that the issuer wants', () => {
    const operators: Issuer = {
      ...one,
      issuer: 'https://operators.acme.com',
      scopes: { operate: 'operate' },
      signIn: {
        ...signIn,
        clientId: 'console',
        scopes: { operate: 'api://countersign/operate' },
        signOutParameter: 'logout_uri',
        parameters: { prompt: 'login' },
      },
    };
    const customers: Issuer = { ...one, scopes: { verify: 'v', self: 's' } };
    expect(signInDocument([customers, operators])).toEqual({
      operate: {
        issuer: 'https://operators.acme.com',
        ...signIn,
        clientId: 'console',
        scope: 'openid api://countersign/operate',
        signOutParameter: 'logout_uri',
        parameters: { prompt: 'login' },
      },
      self: {
        issuer: 'https://login.acme.com',
        ...signIn,
        scope: 'openid s',
        signOutParameter: 'post_logout_redirect_uri',
        parameters: {},
      },
    });
  });
});
