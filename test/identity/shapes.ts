import type { Issuer } from '../../lib/domain/issuers.ts';
import type { Claims } from '../../lib/http/access-token.ts';

type Asked = 'operator' | 'verify' | 'self';

/** An access token as an identity provider writes it, and what becomes of a request with it. */
export interface Shape {
  /** What the deployment says about the issuer, where it is not the usual. */
  readonly issuer: Partial<Issuer> & Pick<Issuer, 'issuer' | 'audiences'>;
  readonly claims: Claims;
  /** The privilege of the route. */
  readonly asks: Asked;
  /** The caller that the token makes, as `kind name role …`; or the status of the refusal, with words of its detail. */
  readonly becomes: string | readonly [status: 401 | 403, words: RegExp];
}

const administrators = 'countersign-administrators';
const refusedAtTheDoor = [401, /access token of the configured issuer/] as const;
const withoutScope = [403, /scope/] as const;
const withoutRole = [403, /privilege/] as const;

/** A table of shapes that share most of an issuer and of a token. */
const family =
  (issuer: Shape['issuer'], claims: Claims, asks: Asked) =>
  (
    becomes: Shape['becomes'],
    change: { readonly issuer?: Partial<Issuer>; readonly claims?: Claims } = {},
  ): Shape => ({
    issuer: { ...issuer, ...change.issuer },
    claims: { iss: issuer.issuer, ...claims, ...change.claims },
    asks,
    becomes,
  });

const pool = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab';
const cognitoPerson = family(
  { issuer: pool, audiences: ['pages1'], userIdClaim: 'username' },
  {
    token_use: 'access',
    client_id: 'pages1',
    scope: 'openid countersign/operate',
    sub: 'uuid-1',
    username: 'root',
    'cognito:groups': [administrators],
  },
  'operator',
);
const cognitoProgram = family(
  { issuer: pool, audiences: ['shop1'] },
  { token_use: 'access', client_id: 'shop1', scope: 'countersign/verify', sub: 'shop1' },
  'verify',
);

const tenant = '11111111-1111-1111-1111-111111111111';
const application = '22222222-2222-2222-2222-222222222222';
const entra = {
  issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
  audiences: [application],
  userIdClaim: 'oid',
};
const entraPerson = family(
  entra,
  {
    aud: application,
    ver: '2.0',
    azp: 'spa',
    oid: 'o',
    sub: 'pairwise-sub',
    preferred_username: 'ann@acme.example',
    scp: 'countersign/operate',
    roles: [administrators],
    groups: ['gid-1'],
  },
  'operator',
);
const entraProgram = family(
  {
    ...entra,
    scopeClaims: ['scp', 'roles'],
    scopes: { verify: 'countersign.verify', operate: 'countersign.operate' },
  },
  {
    aud: application,
    azp: 'daemon',
    oid: 'x',
    sub: 'x',
    roles: ['countersign.verify'],
    idtyp: 'app',
  },
  'verify',
);

const okta = { issuer: 'https://acme.okta.com/oauth2/default', audiences: ['api://default'] };
const oktaPerson = family(
  okta,
  {
    aud: 'api://default',
    ver: 1,
    jti: 'x',
    cid: 'spa',
    uid: '00u',
    sub: 'ann@acme.example',
    scp: ['openid', 'countersign/operate'],
    groups: ['Everyone', administrators],
  },
  'operator',
);
const oktaProgram = family(
  okta,
  { aud: 'api://default', cid: '0oa1', sub: '0oa1', scp: ['countersign/verify'] },
  'verify',
);

const auth0 = { issuer: 'https://acme.eu.auth0.com/', audiences: ['countersign'] };
const auth0Person = family(
  { ...auth0, groupsClaims: ['https://acme.example/groups'] },
  {
    aud: ['countersign', 'https://acme.eu.auth0.com/userinfo'],
    azp: 'spa',
    sub: 'auth0|6543',
    scope: 'openid countersign/operate',
    permissions: ['countersign/operate'],
    'https://acme.example/groups': [administrators],
  },
  'operator',
);
const auth0Program = family(
  auth0,
  {
    aud: 'countersign',
    azp: 'shop',
    sub: 'shop@clients',
    gty: 'client-credentials',
    scope: 'countersign/verify',
  },
  'verify',
);

const realm = { issuer: 'https://id.acme.example/realms/acme', audiences: ['countersign'] };
const keycloakPerson = family(
  realm,
  {
    aud: 'countersign',
    typ: 'Bearer',
    azp: 'countersign-console',
    sub: 'f:uuid',
    scope: 'openid profile email countersign/operate',
    preferred_username: 'ann',
    groups: [administrators],
    realm_access: { roles: ['offline_access'] },
  },
  'operator',
);
const keycloakProgram = family(
  realm,
  {
    aud: 'countersign',
    typ: 'Bearer',
    azp: 'shop',
    client_id: 'shop',
    sub: 'uuid',
    preferred_username: 'service-account-shop',
    scope: 'countersign/verify',
  },
  'verify',
);

const asAdministrator = (name: string) => `operator ${name} administrator`;

/** By provider: what its access tokens look like. */
export const shapes: Readonly<Record<string, Shape>> = {
  'Cognito: a person': cognitoPerson(asAdministrator('root')),
  'Cognito: an application beside the pages': cognitoProgram('application shop1', {
    issuer: { audiences: ['pages1', 'shop1'] },
  }),
  'Cognito: an application': cognitoProgram('application shop1'),
  'Cognito: the resource server named as audience, which no token carries': cognitoPerson(refusedAtTheDoor, {
    issuer: { audiences: ['countersign'] },
  }),
  'Cognito: a person who signed in by the SDK, without our scopes': cognitoPerson(withoutScope, {
    claims: { scope: 'aws.cognito.signin.user.admin' },
  }),
  'Cognito: a program that has the scope to operate and no role': cognitoPerson(withoutRole, {
    claims: { username: undefined, 'cognito:groups': undefined, sub: 'pages1' },
  }),
  'Cognito: a program that the deployment names as an operator': cognitoPerson(
    'client import-job administrator',
    {
      issuer: { audiences: ['pages1', 'import-job'], programs: { 'import-job': [administrators] } },
      claims: {
        client_id: 'import-job',
        sub: 'import-job',
        username: undefined,
        'cognito:groups': undefined,
      },
    },
  ),
  'Cognito: a person who signed in through such a program gets none of its roles': cognitoPerson(
    withoutRole,
    {
      issuer: { programs: { pages1: [administrators] } },
      claims: { 'cognito:groups': undefined },
    },
  ),
  'Cognito: a user on their own account': {
    ...cognitoPerson('user root', { claims: { scope: 'openid countersign/self' } }),
    asks: 'self',
  },
  'Entra ID: a person, with the scope as Entra proposes it': entraPerson(asAdministrator('o'), {
    issuer: {
      groupsClaims: ['roles'],
      scopes: { operate: 'operate' },
      groups: { administrator: ['countersign.admin'] },
    },
    claims: { scp: 'operate', roles: ['countersign.admin'] },
  }),
  'Entra ID: a person, with our name of the scope': entraPerson(asAdministrator('o'), {
    issuer: { groupsClaims: ['roles'] },
  }),
  'Entra ID: an application, with an app role and no scope': entraProgram('application daemon'),
  'Entra ID: an application without the app role': entraProgram(withoutScope, { claims: { roles: [] } }),
  'Entra ID: a program that operates by an app role': {
    ...entraProgram('client daemon helpdesk', {
      issuer: { groupsClaims: ['roles'] },
      claims: { roles: ['countersign.operate', 'countersign-helpdesk'] },
    }),
    asks: 'operator',
  },
  'Entra ID: a token of version 1': entraPerson(refusedAtTheDoor, {
    claims: { iss: `https://sts.windows.net/${tenant}/`, aud: `api://${application}`, ver: '1.0' },
  }),
  'Entra ID: version 1, as the deployment says': entraPerson(asAdministrator('o'), {
    issuer: {
      issuer: `https://sts.windows.net/${tenant}/`,
      audiences: [`api://${application}`],
      groupsClaims: ['roles'],
    },
    claims: {
      iss: `https://sts.windows.net/${tenant}/`,
      aud: `api://${application}`,
      ver: '1.0',
      azp: undefined,
      appid: 'spa',
    },
  }),
  'Entra ID: a person in more groups than a token may list': entraPerson(
    [403, /too many of them.*app role/],
    {
      claims: { roles: undefined, groups: undefined, _claim_names: { groups: 'src1' } },
    },
  ),
  'Entra ID: the same, from the implicit flow': entraPerson([403, /too many of them.*app role/], {
    claims: { roles: undefined, groups: undefined, hasgroups: true },
  }),
  'Entra ID: groups and app roles count together': entraPerson(asAdministrator('o'), {
    issuer: { groupsClaims: ['groups', 'roles'] },
  }),
  'Okta: a person': oktaPerson(asAdministrator('ann@acme.example')),
  'Okta: an application': oktaProgram('application 0oa1'),
  'Okta: a group whose name has a blank': oktaPerson(asAdministrator('ann@acme.example'), {
    issuer: { groups: { administrator: ['MFA Administrators'] } },
    claims: { groups: ['MFA Administrators'] },
  }),
  'Okta: half of such a name is another group': oktaPerson(withoutRole, {
    issuer: { groups: { administrator: ['Administrators'] } },
    claims: { groups: ['MFA Administrators'] },
  }),
  'Auth0: a person, groups in a claim of a namespace': auth0Person(asAdministrator('auth0|6543')),
  'Auth0: the issuer written without its slash': auth0Person(refusedAtTheDoor, {
    issuer: { issuer: 'https://acme.eu.auth0.com' },
  }),
  'Auth0: permissions and no groups': auth0Person(withoutRole, {
    claims: { 'https://acme.example/groups': undefined },
  }),
  'Auth0: permissions taken for groups': auth0Person(asAdministrator('auth0|6543'), {
    issuer: {
      groupsClaims: ['permissions'],
      groups: { administrator: ['countersign:administer'] },
    },
    claims: { permissions: ['countersign:administer'] },
  }),
  'Auth0: an application': auth0Program('application shop'),
  'Keycloak: a person, without the mapper for the audience': keycloakPerson(refusedAtTheDoor, {
    claims: { aud: 'account' },
  }),
  'Keycloak: groups with their paths': keycloakPerson(asAdministrator('f:uuid'), {
    issuer: { groups: { administrator: ['/countersign-administrators'] } },
    claims: { groups: ['/countersign-administrators'] },
  }),
  'Keycloak: groups without their paths': keycloakPerson(asAdministrator('f:uuid')),
  'Keycloak: roles of the realm': keycloakPerson(asAdministrator('f:uuid'), {
    issuer: { groupsClaims: ['realm_access.roles'] },
    claims: { groups: undefined, realm_access: { roles: [administrators] } },
  }),
  'Keycloak: roles of a client whose name has no points': keycloakPerson(asAdministrator('f:uuid'), {
    issuer: { groupsClaims: ['resource_access.countersign.roles'] },
    claims: { groups: undefined, resource_access: { countersign: { roles: [administrators] } } },
  }),
  'Keycloak before 24: the nonce of the sign-in': keycloakPerson(asAdministrator('f:uuid'), {
    claims: { nonce: 'n' },
  }),
  'Keycloak: a service account': keycloakProgram('application shop'),
  'any: a group with a blank beside the one of the role': keycloakPerson(asAdministrator('f:uuid'), {
    claims: { groups: ['a b', administrators] },
  }),
  'any: one group whose name ends in that of the role': keycloakPerson(withoutRole, {
    claims: { groups: [`friends ${administrators}`] },
  }),
  'any: one text with a blank is one group': keycloakPerson(withoutRole, {
    claims: { groups: `dev ${administrators}` },
  }),
  'any: an ID token by its kind': keycloakPerson(refusedAtTheDoor, { claims: { typ: 'ID' } }),
  'any: an ID token by its hash of the access token': keycloakPerson(refusedAtTheDoor, {
    claims: { nonce: 'n', at_hash: 'h' },
  }),
  'any: an ID token by its use': cognitoPerson(refusedAtTheDoor, {
    claims: { token_use: 'id', aud: 'pages1', client_id: undefined },
  }),
  'any: another issuer': keycloakPerson(refusedAtTheDoor, {
    claims: { iss: 'https://id.other.example/realms/acme' },
  }),
  'any: the scope as a part of another': keycloakPerson(withoutScope, {
    claims: { scope: 'openid xcountersign/operate countersign/operate2' },
  }),
};

/** What may be in a claim of groups, and whether it makes an administrator. */
export const groupForms: readonly (readonly [what: string, groups: unknown, administrator: boolean])[] = [
  ['one group', [administrators], true],
  ['two groups', ['friends', administrators], true],
  ['one group with a blank, which the gateway writes as it writes two', [`friends ${administrators}`], false],
  ['a list as JSON text, as some mappers write it', JSON.stringify(['friends', administrators]), true],
  ['the same with one group', JSON.stringify([`friends ${administrators}`]), false],
  ['one name as text', administrators, true],
  ['one name with a blank as text', `dev ${administrators}`, false],
  ['a text that looks like what the gateway writes', `[dev ${administrators}]`, false],
  ['a blank at the end, which makes another name', [`${administrators} `], false],
  ['a group of the same name further down', [`/friends/${administrators}`], false],
  ['a list in a list', [[administrators]], false],
  ['a record', { [administrators]: true }, false],
];
