import { appCode, attempt, type Enrolled, start, wrongCode } from './people.ts';
import type { World } from './world.ts';

/** Wrong guesses that are judged, in fresh verifications where the last one is locked. */
export async function guessWrong(
  world: World,
  { userId, secret }: Pick<Enrolled, 'userId' | 'secret'>,
  times: number,
): Promise<void> {
  let verificationId = '';
  for (let i = 0; i < times; i++) {
    if (i % 5 === 0) ({ verificationId } = await start(world, userId));
    const answer = await attempt(world, verificationId, wrongCode(secret, world.now));
    if (answer.status !== 401) throw new Error(`Guess ${i + 1}: ${answer.status} ${answer.body.code}`);
  }
}

/** Signs in with the code of this moment, after the clock has moved on to one that is certainly new. */
export async function completeSignIn(world: World, { userId, secret }: Pick<Enrolled, 'userId' | 'secret'>) {
  world.advance(30);
  const { verificationId } = await start(world, userId);
  return attempt(world, verificationId, appCode(secret, world.now));
}

/** Asks to start a verification; the whole answer, whatever it is. */
export function tryStart(world: World, userId: string, more: object = {}) {
  return world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId, ...more } });
}

/** The status of a verification. */
export function readVerification(world: World, verificationId: string) {
  return world.api.call('GET', `/v1/verifications/${verificationId}`, { as: 'application' });
}
