import { createSecretKey } from 'node:crypto';
import { decodeBase32 } from '../lib/crypto/base32.ts';
import { hotpCode } from '../lib/token-types/otp.ts';

const periodSeconds = 30;

interface Person {
  readonly userId: string;
  readonly displayName: string;
  readonly roles?: readonly string[];
  readonly twoFactorRequired?: boolean;
  readonly active?: boolean;
  readonly class?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly familyName?: string;
  readonly employeeNumber?: string;
  readonly defaultUserId?: string;
}

/** `type` and policy by name. The overview points out the role without a second factor. */
const roles = {
  administrator: { type: 'Operations', twoFactorRequired: true },
  helpdesk: { type: 'Operations', twoFactorRequired: true },
  auditor: { type: 'Operations', twoFactorRequired: true },
  finance: { type: 'Department', twoFactorRequired: true },
  engineering: { type: 'Department', twoFactorRequired: true },
  directors: { type: 'Board', twoFactorRequired: false },
};

const classes = {
  TOTP: {
    text: 'USE TOTP IN MFA',
    preferredDevice: 'E',
    otherwisePrefer: 'E',
    factors: { 'sign-in': { totp: 1 } },
  },
  MAIL: {
    text: 'Codes by mail for those without a phone',
    preferredDevice: 'E',
    otherwisePrefer: 'E',
    allowOtpInsteadOfTotp: true,
    factors: { 'sign-in': { otp: 1, totp: 2, card: 3 } },
  },
};

/** In the format of a manufacturer's file. */
const devices = [
  'serial,secret,type,digits,period,counter,manufacturer,model,expires',
  'FT-100201,3132333435363738393031323334353637383930,hotp,6,,0,Feitian,c100,2031-06-30',
  'FT-100202,3132333435363738393031323334353637383931,hotp,6,,0,Feitian,c100,2031-06-30',
  'FT-100203,3132333435363738393031323334353637383932,hotp,6,,0,Feitian,c100,2031-06-30',
  'FT-200301,3132333435363738393031323334353637383933,totp,6,30,,Feitian,c200,2030-12-31',
  'FT-200302,3132333435363738393031323334353637383934,totp,6,30,,Feitian,c200,2030-12-31',
].join('\n');

const waiting: readonly Person[] = [
  {
    userId: 'PEPE',
    displayName: 'Pepino Cuevas',
    firstName: 'Pepino',
    familyName: 'Cuevas',
    employeeNumber: '5555',
    defaultUserId: 'PEPE',
    class: 'TOTP',
    roles: ['finance'],
  },
  { userId: 'paula', displayName: 'Paula Pérez', roles: ['finance'] },
  { userId: 'user', displayName: 'Uma User', roles: ['engineering'] },
  { userId: 'helpdesk', displayName: 'Hanna Helpdesk', roles: ['helpdesk'] },
  { userId: 'auditor', displayName: 'Aurel Auditor', roles: ['auditor'] },
  { userId: 'noor', displayName: 'Noor Haddad', roles: ['directors'], twoFactorRequired: false },
  { userId: 'sam', displayName: 'Sam Silva', roles: ['finance'], active: false },
];

const enrolled: readonly Person[] = [
  { userId: 'ada', displayName: 'Ada Okafor', roles: ['engineering'], phone: '+4915123456789' },
  { userId: 'mei', displayName: 'Mei Tanaka', roles: ['finance'], class: 'MAIL' },
  { userId: 'admin', displayName: 'Alex Admin', roles: ['administrator'] },
];

/** Backup codes that these people have used, of the few they were given. */
const spent: Readonly<Record<string, number>> = { ada: 1, mei: 3 };
const fewCodes = 3;

/**
 * A small organisation with users in every stage, created through the API like any other.
 *
 * @param now milliseconds since the epoch on the clock of the functions
 */
export async function seedDemo(origin: string, now: () => number): Promise<void> {
  const operate = await caller(origin, 'demo-admin');
  const verify = await caller(origin, 'demo-app');
  await operate('PUT', '/v1/settings', { issuer: 'Countersign demo', backupCodeCount: fewCodes });
  await Promise.all([
    ...Object.entries(roles).map(([name, role]) => operate('PUT', `/v1/roles/${name}`, role)),
    ...Object.entries(classes).map(([name, definition]) => operate('PUT', `/v1/classes/${name}`, definition)),
    operate('POST', '/v1/hardware-tokens/import', devices),
  ]);
  const add = (person: Person) =>
    operate('POST', '/v1/users', { ...person, email: `${person.userId.toLowerCase()}@example.com` });
  await Promise.all([
    ...waiting.map(add),
    ...enrolled.map(async (person) => {
      await add(person);
      const codes = await enroll(verify, person.userId, now());
      for (const code of codes.slice(0, spent[person.userId] ?? 0)) await spend(verify, person.userId, code);
    }),
  ]);
  await Promise.all([
    operate('POST', '/v1/users/paula/setup-links', {}),
    operate('POST', '/v1/users/mei/tokens', { type: 'hardware', serial: 'FT-100201' }),
    operate('POST', '/v1/users/ada/tokens', {
      type: 'virtual',
      phone: '+4915123456789',
      label: 'Work phone',
    }),
    operate('PUT', '/v1/settings', { backupCodeCount: 10 }),
  ]);
}

type Caller = (method: string, path: string, body?: object | string) => Promise<Record<string, unknown>>;

/** What a person does at a first sign-in, with an authenticator app of three lines. */
async function enroll(verify: Caller, userId: string, now: number): Promise<readonly string[]> {
  const { verificationId, status } = await verify('POST', '/v1/verifications', { userId });
  if (status !== 'enrollment-required') return [];
  // Not the first factor of the class, which could be a code by mail.
  const enrollment = { type: 'totp' };
  const { secret } = await verify('POST', `/v1/verifications/${verificationId}/enrollment`, enrollment);
  const key = createSecretKey(decodeBase32(String(secret)) ?? Buffer.alloc(0));
  const step = Math.floor(now / 1000 / periodSeconds);
  const code = hotpCode(key, step, { algorithm: 'SHA1', digits: 6 } as never);
  const path = `/v1/verifications/${verificationId}/enrollment/confirmation`;
  return (await verify('POST', path, { code }))['backupCodes'] as string[];
}

async function spend(verify: Caller, userId: string, code: string): Promise<void> {
  const { verificationId } = await verify('POST', '/v1/verifications', { userId });
  await verify('POST', `/v1/verifications/${verificationId}/attempts`, { code });
}

async function caller(origin: string, clientId: string): Promise<Caller> {
  const answer = await fetch(`${origin}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: `${clientId}-secret`,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return async (method, path, body) => {
    const isFile = typeof body === 'string';
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': isFile ? 'text/csv' : 'application/json',
      },
      ...(body && { body: isFile ? body : JSON.stringify(body) }),
    });
    const result = (await response.json()) as Record<string, unknown>;
    // It already exists: an earlier start was interrupted in the middle of this.
    if (response.ok || result['code'] === 'already-exists') return result;
    throw new Error(`The demo organisation could not be made: ${method} ${path}: ${JSON.stringify(result)}`);
  };
}
