/**
 * The one file an operator edits. `cdk/` deploys what it says, `local/` runs what it says, tests read it.
 * Nothing here is secret. What a deployment decides at run time (period, limits, windows) are settings
 * instead: `PUT /v1/settings`.
 */
export const config = {
  /** Prefix of every resource's name in the account. */
  service: 'countersign',
  region: 'eu-central-1',

  /** Where users and operators reach the service. Links in messages are built from this and nothing else. */
  origin: 'https://countersign.example.com',

  /** The OpenID Connect issuer whose access tokens are accepted. */
  identity: {
    issuer: 'https://identity.example.com',
    audience: 'countersign',
    /** Claim that names the Countersign user id of a person (scope `countersign/self`). */
    userIdClaim: 'sub',
    /** Claims that may list a person's groups; the first one present counts. */
    groupsClaims: ['groups', 'cognito:groups'],
    /**
     * How people sign in to the pages: a public client of the issuer (authorization code with PKCE), with `<origin>/`
     * and `<origin>/me` as addresses to come back to after signing in and out.
     */
    signIn: {
      clientId: 'countersign-console',
      authorizationEndpoint: 'https://identity.example.com/authorize',
      tokenEndpoint: 'https://identity.example.com/token',
      endSessionEndpoint: 'https://identity.example.com/logout',
      /** What your issuer wants to be asked beside the standard's own, such as `{ audience: 'countersign' }`. */
      parameters: {},
    },
  },

  mail: { from: 'Countersign <no-reply@example.com>' },
  sms: {
    senderId: 'CNTRSGN',
    /** Countries that texts are sent to (ISO 3166); pumping fraud lives on the others. */
    countries: [
      'AT',
      'CH',
      'CZ',
      'DE',
      'DK',
      'ES',
      'FI',
      'FR',
      'GB',
      'IE',
      'IT',
      'NL',
      'NO',
      'PL',
      'PT',
      'SE',
      'US',
    ],
  },

  /** Codes that may be sent (rule 7). The area is a number's country or an address's domain. */
  sendCaps: {
    perUserPerDay: 30,
    perDestinationPerDay: 20,
    /** Of numbers and addresses that nobody has confirmed yet. */
    perUnconfirmedDestinationPerDay: 5,
    perAreaPerHour: 4_000,
    perDeploymentPerHour: 16_000,
    /** Setup links, apart: they are no codes. */
    linksPerUserPerDay: 100,
  },

  /**
   * Notices that may be sent beside codes, counted apart from them. Of each kind the first one of a day always goes,
   * to everybody; and what was said a quarter of an hour ago is not said again.
   */
  noticeCaps: { perUserPerDay: 20, perAddressPerDay: 60, perDeploymentPerHour: 8_000 },

  /**
   * Operators' roles: members of `group` hold `privileges`. A role with a higher rank may act on users who
   * hold a lower one, never the other way round: give the users who are operators a role of the same name, or of
   * their group's.
   */
  roles: {
    administrator: { group: 'countersign-administrators', rank: 3, privileges: ['*'] },
    helpdesk: {
      group: 'countersign-helpdesk',
      rank: 2,
      privileges: [
        'users:read',
        'tokens:*',
        'contacts:read',
        'enrollment:reset',
        'links:send',
        'directory:read',
      ],
    },
    auditor: {
      group: 'countersign-auditors',
      rank: 1,
      privileges: [
        'users:read',
        'tokens:read',
        'directory:read',
        'settings:read',
        'overview:read',
        'events:read',
      ],
    },
  },

  /** Schedules by name; each runs one function with a fixed input. */
  schedules: {
    'expire-enrollments': { function: 'expire', everyMinutes: 5, input: {} },
    'require-members': { function: 'require-members', everyMinutes: 1, input: {} },
    'renew-data-key': { function: 'renew-data-key', everyMinutes: 1_440, input: {} },
    'retry-messages': { function: 'deliver', everyMinutes: 1, input: { retry: true } },
  },

  /** The sweep refuses a run that would disable more than this share of all accounts (N.06). */
  sweep: { breakerShare: 0.1, breakerMinimum: 20 },

  lambda: { memoryMegabytes: 512, timeoutSeconds: 10, logRetentionDays: 90 },

  /** Where alarms go; leave empty to create the topic without a subscriber. */
  alarms: { email: '' },
} as const;

export type Config = typeof config;
export type OperatorRole = keyof Config['roles'];
