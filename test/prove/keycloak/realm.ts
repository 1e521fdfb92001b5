const permissions = ['verify', 'operate', 'self'];

/** What docs/identity/keycloak.md has an administrator click together: the realm with its people … */
export const realmOf = (password: string) => ({
  realm: 'acme',
  enabled: true,
  sslRequired: 'none',
  groups: [{ name: 'countersign-administrators' }, { name: 'staff' }],
  users: [
    {
      username: 'ann',
      enabled: true,
      email: 'ann@example.org',
      emailVerified: true,
      firstName: 'Ann',
      lastName: 'Example',
      groups: ['/countersign-administrators', '/staff'],
      credentials: [{ type: 'password', value: password, temporary: false }],
    },
  ],
});

/** … the scopes that are called as ours, each with the audience … */
export const scopesOfRealm = permissions.map((permission) => ({
  name: `countersign/${permission}`,
  protocol: 'openid-connect',
  attributes: { 'include.in.token.scope': 'true' },
  protocolMappers: [
    {
      name: 'audience',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.custom.audience': 'countersign', 'access.token.claim': 'true' },
    },
    ...(permission === 'operate'
      ? [
          {
            name: 'groups',
            protocol: 'openid-connect',
            protocolMapper: 'oidc-group-membership-mapper',
            config: { 'claim.name': 'groups', 'full.path': 'false', 'access.token.claim': 'true' },
          },
        ]
      : []),
  ],
}));

/** … and the clients. */
export const clientsOf = (origin: string, application: { id: string; secret: string }) => [
  {
    clientId: 'countersign-pages',
    protocol: 'openid-connect',
    publicClient: true,
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
    redirectUris: [`${origin}/`, `${origin}/me`],
    webOrigins: [origin],
    attributes: { 'pkce.code.challenge.method': 'S256' },
    defaultClientScopes: ['basic', 'profile'],
    optionalClientScopes: ['countersign/operate', 'countersign/self'],
  },
  {
    clientId: application.id,
    secret: application.secret,
    protocol: 'openid-connect',
    standardFlowEnabled: false,
    publicClient: false,
    serviceAccountsEnabled: true,
    defaultClientScopes: ['basic', 'profile'],
    optionalClientScopes: ['countersign/verify'],
  },
];
