import { generateSync } from 'otplib';
import { codeIn, withPhone } from '../../test/prove/operations/people.ts';
import { createUser, enrolledUser, appCode as shown, wrongCode } from '../../test/support/people.ts';
import { atMost, exactly } from '../measure/checks.ts';
import { answered, begin, signedIn } from '../measure/sign-in.ts';
import { type WarmCost, WarmFunction } from '../measure/warm-function.ts';
import type { Group, Row } from './group.ts';

export const verification: Group = {
  name: 'verification',
  what: 'calls and units of starting and answering a verification, by a function that is warm',
  async run({ database }) {
    const warm = await WarmFunction.start(await database());
    const rows = [...(await ofApp(warm)), ...(await ofCounter(warm)), await ofText(warm), await ofMail(warm)];
    await warm.stop();
    return { rows };
  },
};

const unitsOf = (
  { calls, read, write, kms }: WarmCost,
  most: { calls: number; read?: number; write: number },
) => [
  atMost('calls', calls, most.calls),
  atMost('read units', read, most.read ?? 0.5),
  atMost('write units', write, most.write),
  exactly('KMS calls', kms, 0),
];

const both = { calls: 2, write: 1 };
const readOnly = { calls: 1, write: 0 };
const twoCalls = { calls: 3, read: 1, write: 1 };

async function ofApp(warm: WarmFunction): Promise<Row[]> {
  const { world, api } = warm;
  const { userId, secret } = await enrolledUser(world);
  const wrong = () => wrongCode(secret, world.now);
  let id = '';
  const started = await warm.cost(async () => {
    id = await begin(api, userId);
  });
  const refused = await warm.cost(() => answered(401, api, id, wrong()));
  const accepted = await warm.cost(() => answered(200, api, id, shown(secret, world.now)));
  world.advance(30);
  const inOneCall = await warm.cost(() => signedIn(api, userId, shown(secret, world.now)));
  world.advance(30);
  const inTwoCalls = await warm.cost(async () =>
    answered(200, api, await begin(api, userId), shown(secret, world.now)),
  );
  const locked = await begin(world.api, userId);
  for (let guess = 0; guess < 5; guess++) await answered(401, world.api, locked, wrong());
  const afterLock = await warm.cost(() => answered(423, api, locked, shown(secret, world.now)));
  return [
    { what: 'Start a verification', checks: unitsOf(started, readOnly) },
    { what: 'Sign-in in one call', checks: unitsOf(inOneCall, both) },
    { what: 'Sign-in in two calls', checks: unitsOf(inTwoCalls, twoCalls) },
    { what: 'TOTP, right code', checks: unitsOf(accepted, both) },
    { what: 'TOTP, wrong code', checks: unitsOf(refused, both) },
    { what: 'TOTP, verification locked', checks: unitsOf(afterLock, readOnly) },
  ];
}

async function ofCounter(warm: WarmFunction): Promise<Row[]> {
  const { world, api } = warm;
  const userId = await createUser(world);
  const tokens = `/v1/users/${userId}/tokens`;
  const { tokenId, secret } = await world.api.expect(201, 'POST', tokens, { body: { type: 'hotp' } });
  const shownAt = (counter: number) => generateSync({ strategy: 'hotp', secret, counter });
  await world.api.expect(200, 'POST', `${tokens}/${tokenId}/confirm`, { body: { code: shownAt(0) } });
  const id = await begin(world.api, userId);
  const refused = await warm.cost(() => answered(401, api, id, shownAt(500)));
  const accepted = await warm.cost(() => answered(200, api, id, shownAt(1)));
  const locked = await begin(world.api, userId);
  for (let guess = 0; guess < 5; guess++) await answered(401, world.api, locked, shownAt(500 + guess));
  const afterLock = await warm.cost(() => answered(423, api, locked, shownAt(2)));
  return [
    { what: 'HOTP, right code', checks: unitsOf(accepted, both) },
    { what: 'HOTP, wrong code', checks: unitsOf(refused, both) },
    { what: 'HOTP, verification locked', checks: unitsOf(afterLock, readOnly) },
  ];
}

async function ofText(warm: WarmFunction): Promise<Row> {
  const { world, api } = warm;
  const { userId, phone, tokenId } = await withPhone(world);
  const id = await begin(world.api, userId);
  await send(warm, id, tokenId);
  const code = await codeIn(world, phone);
  const cost = await warm.cost(() => answered(200, api, id, code));
  return { what: 'Texted code, right', checks: unitsOf(cost, both) };
}

async function ofMail(warm: WarmFunction): Promise<Row> {
  const { world, api } = warm;
  const userId = await createUser(world);
  const email = `${userId}@example.com`;
  const body = { type: 'email', email };
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  const id = await begin(world.api, userId);
  await send(warm, id, tokenId);
  await world.drain();
  const mail = world.mails.findLast(({ to, text }) => to === email && /\b\d{6}\b/.test(text));
  const code = mail?.text.match(/\b\d{6}\b/)?.[0] ?? '';
  const cost = await warm.cost(() => answered(200, api, id, code));
  return { what: 'Mailed code, right', checks: unitsOf(cost, both) };
}

const send = ({ world }: WarmFunction, id: string, tokenId: string) =>
  world.api.expect(202, 'POST', `/v1/verifications/${id}/challenges`, {
    as: 'application',
    body: { tokenId },
  });
