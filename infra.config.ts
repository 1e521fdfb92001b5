import type { Issuer } from './lib/domain/issuers.ts';

/**
 * The one file an operator edits. `cdk/` deploys what it says, `local/` runs what it says, tests read it. Nothing
 * here is secret. Values that can change at run time (period, limits, windows) are settings instead: `PUT
 * /v1/settings`.
 */
export const config = {
  /** Prefix of every resource's name in the account. */
  service: 'countersign',

  sms: {
    /** 3 to 11 letters and digits, shown instead of a number. */
    senderId: 'CNTRSGN',
    /** Countries where you have registered it (ISO 3166); `npm run doctor` names those that ask for it. */
    registered: [],
    /** Numbers of yours by the calling code that they text to, such as `'+1': '+12065550100'`. */
    numbers: {},
    /** Countries that texts may be sent to (ISO 3166). SMS pumping fraud uses the others. */
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

  /** Limits on sent codes (rule 7). The area is a number's country or an address's domain. */
  sendCaps: {
    perUserPerDay: 30,
    perDestinationPerDay: 20,
    /** For numbers and addresses that nobody has confirmed yet. */
    perUnconfirmedDestinationPerDay: 5,
    perAreaPerHour: 4_000,
    perDeploymentPerHour: 16_000,
    /** Setup links are counted separately from codes. */
    linksPerUserPerDay: 100,
  },

  /**
   * Limits on notices, counted separately from codes. The first notice of each kind in a day is always sent, to every
   * user; a notice that repeats one from the last quarter of an hour is not.
   */
  noticeCaps: { perUserPerDay: 20, perAddressPerDay: 60, perDeploymentPerHour: 8_000 },

  /**
   * Operators' roles: members of `group` hold `privileges`. A role with a higher rank may act on users with a lower
   * one, never the other way round: give users who are operators a role of the same name, or of its group's name.
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
} as const;

/**
 * What is different from one deployment to the next. A stage that is not listed here has nothing of its own: it runs
 * at CloudFront's address, with a user pool of its own, and sends from the address that the deployment was given.
 * docs/deploying.md explains each choice.
 *
 * @example
 * production: {
 *   region: 'eu-central-1',
 *   domain: { name: 'mfa.acme.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'acme.com' } },
 *   mail: { from: 'Acme sign-in <no-reply@acme.com>' },
 *   alarms: { email: 'on-call@acme.com' },
 * },
 */
export const stages: Readonly<Record<string, Stage>> = {};

export interface Stage {
  /** Without it: the region that the AWS credentials name. */
  readonly region?: string;
  /** An address of your own, with a certificate and a firewall. Without it: CloudFront's own address. */
  readonly domain?: {
    readonly name: string;
    /** The zone in Route 53 that holds the name. Without it the deployment tells you each record to add. */
    readonly hostedZone?: { readonly id: string; readonly name: string };
  };
  /**
   * Where operators, users and applications get their access tokens. Without it: a user pool of the deployment's own
   * (Amazon Cognito), with the address that the deployment was given as its first administrator.
   */
  readonly identity?: readonly Issuer[];
  /** Without it: the e-mail address that the deployment was given. */
  readonly mail?: { readonly from: string };
  /** The address that alarms are sent to. Without it: the e-mail address that the deployment was given. */
  readonly alarms?: { readonly email: string };
}

export type Config = typeof config;
export type OperatorRole = keyof Config['roles'];
