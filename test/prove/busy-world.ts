import { randomBytes } from 'node:crypto';
import { order, useSettings } from '../support/accounts.ts';
import { spend } from '../support/backup-codes.ts';
import { defineClass, useClass } from '../support/classes.ts';
import { delegatedUser, putService } from '../support/delegated.ts';
import { guessWrong } from '../support/guesses.ts';
import { sendLink } from '../support/links.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, start, wrongCode } from '../support/people.ts';
import { ProviderService } from '../support/provider-service.ts';
import { routes } from '../support/routes.ts';
import { sweep } from '../support/sweep.ts';
import type { World } from '../support/world.ts';
import { operations } from './operations/index.ts';
import type { Acknowledged } from './recount/book.ts';

export interface Lived {
  readonly acknowledged: readonly Acknowledged[];
  /** Keys and codes that were shown on the way. */
  readonly secrets: readonly string[];
}

/** Everything that can happen happens once, and what people do happens more often. */
export async function liveBusily(world: World): Promise<Lived> {
  const acknowledged: Acknowledged[] = [];
  await useSettings(world, { backupCodeCount: 1 });
  for (const { operationId, prepare, event } of operations) {
    const route = routes.find((candidate) => candidate.operationId === operationId);
    const { target, about, ...call } = await prepare(world);
    const { status } = await world.api.call(route?.method ?? '', target, call);
    const ofUser = !/^(hardware|role|class|provider|settings|token-type)\./.test(event);
    if (ofUser && status < 300) acknowledged.push({ userId: about, type: event });
  }
  const secrets = [
    ...(await signInOften(world)),
    ...(await beThrottled(world)),
    ...(await changeIds(world)),
    ...(await beAskedElsewhere(world)),
  ];
  await expire(world);
  await joinAndLeave(world);
  await sendLink(world, await createUser(world));
  return { acknowledged, secrets };
}

/** Right, spent, wrong until the lock, and backup codes until few are left. */
async function signInOften(world: World): Promise<string[]> {
  await useSettings(world, { backupCodeCount: 7 });
  const person = await enrolledUser(world);
  await useSettings(world, { backupCodeCount: 1 });
  const code = appCode(person.secret, world.now);
  for (const typed of [code, code]) {
    const { verificationId } = await start(world, person.userId);
    await attempt(world, verificationId, typed);
  }
  await guessWrong(world, person, 6);
  await spend(world, person, 6);
  return [person.secret, ...person.backupCodes];
}

async function beThrottled(world: World): Promise<string[]> {
  const person = await enrolledUser(world);
  await guessWrong(world, person, 10);
  world.advance(30);
  await guessWrong(world, person, 1);
  world.advance(7_200);
  const { verificationId } = await start(world, person.userId);
  await attempt(world, verificationId, wrongCode(person.secret, world.now));
  return [person.secret];
}

/** To another id and back, and from a deleted one to a new person's. */
async function changeIds(world: World): Promise<string[]> {
  const person = await enrolledUser(world);
  const { userId } = person;
  await guessWrong(world, person, 3);
  const rename = (from: string, newUserId: string) =>
    world.api.expect(200, 'POST', `/v1/users/${from}/rename`, { body: { newUserId } });
  await rename(userId, `${userId}-b`);
  await guessWrong(world, { ...person, userId: `${userId}-b` }, 1);
  await rename(`${userId}-b`, userId);
  await guessWrong(world, person, 1);

  const gone = await enrolledUser(world);
  await world.api.expect(204, 'DELETE', `/v1/users/${gone.userId}`);
  const fields = { userId: gone.userId, displayName: 'Somebody new', email: 'new@example.org' };
  await world.api.expect(201, 'POST', '/v1/users', { body: fields });
  await enroll(world, gone.userId);
  return [person.secret, gone.secret];
}

/** Codes that a service judges: refused, accepted, and asked while it does not answer. */
async function beAskedElsewhere(world: World): Promise<string[]> {
  const whsec = `whsec_${randomBytes(32).toString('base64')}`;
  let silent = false;
  const service = await ProviderService.start(whsec, ({ body }, response) => {
    response.writeHead(silent ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ result: body.code === '314159' ? 'accepted' : 'refused' }));
  });
  await putService(world, 'judge', service.url, whsec);
  const factors = { api: 1 };
  await useClass(world, 'Judged', {
    provider: 'judge',
    factors: { 'sign-in': factors, approval: factors, 'password-reset': factors },
  });
  const { userId } = await delegatedUser(world, { type: 'api', account: 'ada@judge' }, { class: 'Judged' });
  for (const codes of [['000000', '314159'], ['000001']]) {
    const { verificationId } = await start(world, userId);
    for (const code of codes) await attempt(world, verificationId, code);
  }
  silent = true;
  const { verificationId } = await start(world, userId);
  await attempt(world, verificationId, '314159');
  await service.stop();
  return [whsec];
}

/** Some are found by the sweep and one by trying to sign in. */
async function expire(world: World): Promise<void> {
  const late = await createUser(world);
  await createUser(world);
  world.advance(40 * 86_400);
  await start(world, late).catch(() => undefined);
  await sweep(world, { force: true });
  await order(world, late, 'restore-access');
  await useSettings(world, { expiredAccounts: 'mark' });
  await createUser(world);
  world.advance(40 * 86_400);
  await sweep(world, { force: true });
}

async function joinAndLeave(world: World): Promise<void> {
  const [here, there] = [await defineClass(world), await defineClass(world)];
  const userId = await createUser(world, { class: here, roles: ['Cashier'] });
  await createUser(world, { class: here });
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { class: there, roles: ['Teller'] } });
}
