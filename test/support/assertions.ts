import { createLocalJWKSet, type JWTVerifyOptions, jwtVerify } from 'jose';
import { defaultClass, type PasswordResetPolicy } from '../../lib/domain/classes.ts';
import type { Services } from '../../lib/services.ts';
import { Api, type Caller } from './api.ts';
import { useClass } from './classes.ts';
import { appCode, attempt, type Enrolled, enrolledUser, newId, start } from './people.ts';
import type { World } from './world.ts';

/** An application that did not start what it asks about. */
export const otherApplication: Caller = {
  claims: { sub: 'other', client_id: 'other', scope: 'countersign/verify' },
};

/** The published keys, as anybody gets them. */
export const keySet = ({ api }: Pick<World, 'api'>) =>
  api.expect(200, 'GET', '/.well-known/jwks.json', { as: 'nobody' });

/** What docs/api-guide.md tells a directory to do, at the world's time: no call to the service. */
export async function checkOffline(
  world: World,
  assertion: string,
  jwks: { keys: never[] },
  { audience = 'app', at = world.now }: { audience?: string; at?: number } = {},
) {
  const options: JWTVerifyOptions = {
    issuer: world.services.origin,
    audience,
    typ: 'assertion+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['exp', 'jti', 'sub', 'purpose'],
    currentDate: new Date(at * 1000),
  };
  return jwtVerify(assertion, createLocalJWKSet(jwks), options);
}

/** A verified answer of a fresh verification that asks for an assertion. */
export async function attestedSignIn(world: World, person?: Enrolled, body: object = { assertion: true }) {
  const { userId, secret } = person ?? (await enrolledUser(world));
  world.advance(30);
  const { verificationId } = await start(world, userId, body);
  const answer = await attempt(world, verificationId, appCode(secret, world.now));
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.code}`);
  return { ...answer.body, userId, verificationId };
}

export const redeem = (world: World, assertion: string, as: Caller = 'application') =>
  world.api.call('POST', '/v1/assertions/redeem', { as, body: { assertion } });

/** A class with this policy for password resets; it acts at once. */
export async function classFor(world: World, passwordReset: Partial<PasswordResetPolicy>): Promise<string> {
  const name = newId('class');
  await useClass(world, name, { passwordReset: { ...defaultClass.passwordReset, ...passwordReset } });
  return name;
}

/** The same deployment in a function that has just started: it holds no key yet. */
export function coldFunction(world: World): { services: Services; api: Api } {
  const services = { ...world.services, keyring: { ...world.services.keyring } };
  return { services, api: new Api(services) };
}
