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
}

/** `type` and policy by name. The overview points out the role that goes without a second factor. */
const roles = {
  administrator: { type: 'Operations', twoFactorRequired: true },
  helpdesk: { type: 'Operations', twoFactorRequired: true },
  auditor: { type: 'Operations', twoFactorRequired: true },
  finance: { type: 'Department', twoFactorRequired: true },
  engineering: { type: 'Department', twoFactorRequired: true },
  directors: { type: 'Board', twoFactorRequired: false },
};

const waiting: readonly Person[] = [
  { userId: 'paula', displayName: 'Paula Pérez', roles: ['finance'] },
  { userId: 'user', displayName: 'Uma User', roles: ['engineering'] },
  { userId: 'helpdesk', displayName: 'Hanna Helpdesk', roles: ['helpdesk'] },
  { userId: 'auditor', displayName: 'Aurel Auditor', roles: ['auditor'] },
  { userId: 'noor', displayName: 'Noor Haddad', roles: ['directors'], twoFactorRequired: false },
  { userId: 'sam', displayName: 'Sam Silva', roles: ['finance'], active: false },
];

const enrolled: readonly Person[] = [
  { userId: 'ada', displayName: 'Ada Okafor', roles: ['engineering'] },
  { userId: 'mei', displayName: 'Mei Tanaka', roles: ['finance'] },
  { userId: 'admin', displayName: 'Alex Admin', roles: ['administrator'] },
];

/**
 * A small organisation with something in every stage, made through the API like any other.
 * @param now milliseconds since the epoch on the clock of the functions
 */
export async function seedDemo(origin: string, now: () => number): Promise<void> {
  const operate = await caller(origin, 'demo-admin');
  const verify = await caller(origin, 'demo-app');
  await operate('PUT', '/v1/settings', { issuer: 'Countersign demo' });
  await Promise.all(Object.entries(roles).map(([name, role]) => operate('PUT', `/v1/roles/${name}`, role)));
  const add = (person: Person) =>
    operate('POST', '/v1/users', { ...person, email: `${person.userId}@example.com` });
  await Promise.all([
    ...waiting.map(add),
    ...enrolled.map(async (person) => {
      await add(person);
      await enroll(verify, person.userId, now());
    }),
  ]);
  await operate('POST', '/v1/users/paula/setup-links', {});
}

type Caller = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

/** As a person does it at a first sign-in, with an authenticator app of three lines. */
async function enroll(verify: Caller, userId: string, now: number): Promise<void> {
  const { verificationId, status } = await verify('POST', '/v1/verifications', { userId });
  if (status !== 'enrollment-required') return;
  const { secret } = await verify('POST', `/v1/verifications/${verificationId}/enrollment`);
  const key = createSecretKey(decodeBase32(String(secret)) ?? Buffer.alloc(0));
  const step = Math.floor(now / 1000 / periodSeconds);
  const code = hotpCode(key, step, { algorithm: 'SHA1', digits: 6 } as never);
  await verify('POST', `/v1/verifications/${verificationId}/enrollment/confirmation`, { code });
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
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (method, path, body) => {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${origin}${path}`, init);
    const result = (await response.json()) as Record<string, unknown>;
    // There already: an earlier start was interrupted in the middle of this.
    if (response.ok || result['code'] === 'already-exists') return result;
    throw new Error(`The demo organisation could not be made: ${method} ${path}: ${JSON.stringify(result)}`);
  };
}
