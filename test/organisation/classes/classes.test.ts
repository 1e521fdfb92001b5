import { expect } from 'vitest';
import { classPath, defineClass, putClass } from '../../support/classes.ts';
import { putService } from '../../support/delegated.ts';
import { expectProblem } from '../../support/expectations.ts';
import { createUser, newId } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await putService(world, 'DUO', 'http://127.0.0.1:1/', `whsec_${Buffer.alloc(24).toString('base64')}`);
});

const get = (name: string) => world.api.call('GET', classPath(name));
const remove = (name: string) => world.api.call('DELETE', classPath(name));
const copy = (from: string, name: string) =>
  world.api.call('POST', `${classPath(from)}/copy`, { body: { name } });

async function events(name: string): Promise<{ type: string; details: Record<string, unknown> }[]> {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
  return items.filter((event: { details?: { name?: string } }) => event.details?.name === name);
}

/** Seed 003's class with something in every field. */
const whole = {
  text: 'USE TOTP IN MFA',
  preferredDevice: 'E',
  otherwisePrefer: 'C',
  restrictEmailsToDomain: 'example.org',
  allowOtpInsteadOfTotp: true,
  provider: 'DUO',
  factors: {
    'sign-in': { totp: 1, otp: 2, api: 9 },
    approval: { questions: 3, device: 3 },
    'password-reset': { card: 1, radius: 2, app: 3 },
  },
  questions: { count: 10, maximumRetries: 0, waitSeconds: 999 },
  passwordReset: { verifyBy: 'M', deliverBy: 'S', resetBy: 9, changeWithinMinutes: 999 },
};

test('3.02-3.08 a class is defined with every field, and read back as defined', async () => {
  const name = newId('Whole');
  const defined = { name, ...whole, builtIn: false };
  expect(await putClass(world, name, { name, ...whole })).toMatchObject({ status: 200, body: defined });
  expect((await get(name)).body).toEqual({ ...defined, members: 0 });
  const { items } = await world.api.expect(200, 'GET', '/v1/classes');
  expect(items).toContainEqual(defined);
});

test('3.02-3.08 what is left out of a new class is what seed 003 shows; sign-in alone means the rest too', async () => {
  const name = newId('Bare');
  const { body } = await putClass(world, name, { factors: { 'sign-in': { totp: 1 } } });
  expect(body).toEqual({
    name,
    text: '',
    preferredDevice: 'E',
    otherwisePrefer: 'E',
    allowOtpInsteadOfTotp: false,
    factors: { 'sign-in': { totp: 1 }, approval: { totp: 1 }, 'password-reset': { totp: 1 } },
    questions: { count: 0, maximumRetries: 3, waitSeconds: 60 },
    passwordReset: { verifyBy: 'M', deliverBy: 'N', resetBy: 1, changeWithinMinutes: 10 },
    builtIn: false,
  });
  const { body: empty } = await putClass(world, newId('Empty'));
  expect(empty.factors['sign-in']).toEqual({ totp: 1, card: 2, otp: 3, app: 4, radius: 6, device: 1 });
  expect(empty.factors.approval).toEqual({ totp: 1, card: 2, otp: 3, app: 4, radius: 6 });
});

test('3.05 a change touches what it names: a purpose as a whole, null clears, the rest stays', async () => {
  const name = await defineClass(world, whole);
  const { body } = await putClass(world, name, {
    factors: { 'sign-in': { otp: 1 } },
    questions: { count: 3 },
    restrictEmailsToDomain: null,
    provider: null,
  });
  const { restrictEmailsToDomain: _domain, provider: _provider, ...rest } = whole;
  expect(body).toEqual({
    name,
    ...rest,
    factors: { ...whole.factors, 'sign-in': { otp: 1 } },
    questions: { ...whole.questions, count: 3 },
    builtIn: false,
  });
});

test('3.05 two factors may share a priority, as each is 1 to 9 by itself', async () => {
  expect(await putClass(world, newId(), { factors: { 'sign-in': { totp: 1, device: 1 } } })).toMatchObject({
    status: 200,
  });
});

test.each([
  ['factors.sign-in.totp', { factors: { 'sign-in': { totp: 0 } } }],
  ['factors.sign-in.totp', { factors: { 'sign-in': { totp: 10 } } }],
  ['factors.approval.otp', { factors: { approval: { otp: 1.5 } } }],
  ['factors.approval.sms', { factors: { approval: { sms: 1 } } }],
  ['factors.aod', { factors: { aod: {} } }],
  ['factors.sign-in', { factors: { 'sign-in': {} } }],
  ['preferredDevice', { preferredDevice: 'X' }],
  ['otherwisePrefer', { otherwisePrefer: 'S' }],
  ['allowOtpInsteadOfTotp', { allowOtpInsteadOfTotp: 'N' }],
  ['questions.count', { questions: { count: 11 } }],
  ['questions.count', { questions: { count: -1 } }],
  ['questions.count', { factors: { 'sign-in': { questions: 1 } } }],
  ['questions.maximumRetries', { questions: { maximumRetries: 100 } }],
  ['questions.waitSeconds', { questions: { waitSeconds: 0 } }],
  ['questions.waitSeconds', { questions: { waitSeconds: 1_000 } }],
  ['passwordReset.verifyBy', { passwordReset: { verifyBy: 'S' } }],
  ['passwordReset.deliverBy', { passwordReset: { deliverBy: 'M' } }],
  ['passwordReset.resetBy', { passwordReset: { resetBy: 3 } }],
  ['passwordReset.changeWithinMinutes', { passwordReset: { changeWithinMinutes: 0 } }],
  ['passwordReset.changeWithinMinutes', { passwordReset: { changeWithinMinutes: 1_000 } }],
  ['provider', { factors: { approval: { api: 1 } } }],
  ['restrictEmailsToDomain', { restrictEmailsToDomain: 'user@example.org' }],
  ['restrictEmailsToDomain', { restrictEmailsToDomain: '@example.org' }],
  ['restrictEmailsToDomain', { restrictEmailsToDomain: 'localhost' }],
  ['restrictEmailsToDomain', { restrictEmailsToDomain: '' }],
  ['restrictEmailsToDomain', { restrictEmailsToDomain: 'exa mple.org' }],
  ['restrictEmailsToDomain', { restrictEmailsToDomain: 'example.org/x' }],
  ['text', { text: 'a\u0000' }],
  ['name', { name: 'Another' }],
  ['color', { color: 'red' }],
])('rule 13: a class is refused for its %s: %j', async (path, body) => {
  const name = newId('Wrong');
  const answer = await putClass(world, name, body);
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors[0].path).toBe(path);
  expectProblem(await get(name), 'not-found');
});

test('3.06 a provider cannot be taken from a class that asks it', async () => {
  const name = await defineClass(world, whole);
  expectProblem(await putClass(world, name, { provider: null }), 'invalid-request');
});

test('3.02 no factor is needed where no second factor is asked for', async () => {
  const answer = await putClass(world, newId(), { preferredDevice: 'N', factors: { 'sign-in': {} } });
  expect(answer.status).toBe(200);
});

test.each([' ', '#1', '*', '*dft', '*DFT2', '**', '-a', 'a'.repeat(41), 'a\u0000b', '__proto__'])(
  'rule 13: a class cannot be named %j',
  async (name) => {
    expectProblem(await putClass(world, name), 'invalid-request');
  },
);

test.each(['Tellers (north)', 'R&D / Labs', '経理部', 'constructor', 'toString', 'a'.repeat(40)])(
  '3.02 a class may be named %s, and people may be in it',
  async (name) => {
    await world.api.expect(200, 'PUT', classPath(name), { body: {} });
    const userId = await createUser(world, { class: name });
    expect((await get(name)).body).toMatchObject({ name, members: 1 });
    await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  },
);

test('3.10 *DFT and *NEVER are there undefined; *DFT may be defined and deleted, and is then as built in', async () => {
  const builtIn = (await get('*DFT')).body;
  expect(builtIn).toMatchObject({ name: '*DFT', builtIn: true, members: null, preferredDevice: 'S' });
  expect((await get('*NEVER')).body).toMatchObject({ builtIn: true, preferredDevice: 'N', members: null });
  expectProblem(await remove('*DFT'), 'not-allowed-in-state');

  const userId = await createUser(world, { class: '*DFT' });
  const changed = await putClass(world, '*DFT', { text: 'Ours', allowOtpInsteadOfTotp: false });
  expect(changed.body).toMatchObject({ text: 'Ours', builtIn: false, allowOtpInsteadOfTotp: false });
  expect((await get('*DFT')).body).toMatchObject({ text: 'Ours' });
  const { items } = await world.api.expect(200, 'GET', '/v1/classes');
  expect(items.filter(({ name }: { name: string }) => name.startsWith('*'))).toMatchObject([
    { name: '*DFT', text: 'Ours', builtIn: false },
    { name: '*NEVER', builtIn: true },
  ]);
  expect(await remove('*DFT')).toMatchObject({ status: 204 });
  expect((await get('*DFT')).body).toEqual(builtIn);
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toMatchObject({ class: '*DFT' });
});

test('3.10 *NEVER cannot be changed, deleted, or made by copying', async () => {
  expectProblem(await putClass(world, '*NEVER', { text: 'x' }), 'not-allowed-in-state');
  expectProblem(await remove('*NEVER'), 'not-allowed-in-state');
  expectProblem(await copy('*DFT', '*NEVER'), 'invalid-request');
});

test('3.02 a class is deleted, is gone, and its name may be given again', async () => {
  const name = await defineClass(world, whole);
  world.advance(1);
  expect(await remove(name)).toMatchObject({ status: 204, body: undefined });
  world.advance(1);
  expectProblem(await get(name), 'not-found');
  expectProblem(await remove(name), 'not-found');
  await defineClass(world, {}, name);
  expect((await get(name)).body).toMatchObject({ name, text: '', members: 0 });
  expect((await events(name)).map(({ type }) => type)).toEqual([
    'class.changed',
    'class.deleted',
    'class.changed',
  ]);
});

test('a class with members cannot be deleted, until the last one has left or is deleted', async () => {
  const [name, other] = [await defineClass(world), await defineClass(world)];
  const [stays, leaves, goes] = await Promise.all([
    createUser(world, { class: name }),
    createUser(world, { class: name }),
    createUser(world, { class: name }),
  ]);
  expect((await get(name)).body.members).toBe(3);
  await world.api.expect(200, 'PATCH', `/v1/users/${leaves}`, { body: { class: other } });
  await world.api.expect(204, 'DELETE', `/v1/users/${goes}`);
  expect((await get(name)).body.members).toBe(1);
  expectProblem(await remove(name), 'conflict');
  await world.api.expect(200, 'PATCH', `/v1/users/${stays}`, { body: { class: null } });
  expect(await remove(name)).toMatchObject({ status: 204 });
  expectProblem(await remove(other), 'conflict');
});

test('a class is copied whole, once', async () => {
  const [from, name] = [await defineClass(world, whole), newId('Copy')];
  await createUser(world, { class: from, email: 'a@example.org' });
  const copied = await copy(from, name);
  expect(copied).toMatchObject({ status: 201, body: { name, ...whole, builtIn: false } });
  expect(copied.headers['location']).toBe(classPath(name));
  expect((await get(name)).body.members).toBe(0);
  expectProblem(await copy(from, name), 'already-exists');
  expectProblem(await copy(newId('Unknown'), newId()), 'not-found');
  expect(await copy('*DFT', newId('Copy'))).toMatchObject({ status: 201 });
  expect(await events(name)).toMatchObject([{ type: 'class.copied', details: { name, from } }]);
});

test('P.20 the audit says which fields of a class changed, and nothing where nothing did', async () => {
  const name = await defineClass(world, whole);
  world.advance(1);
  await putClass(world, name, whole);
  await putClass(world, name, {
    text: 'Other',
    restrictEmailsToDomain: 'EXAMPLE.org',
    factors: { 'sign-in': { api: 9, otp: 2, totp: 1 }, approval: { totp: 1 } },
    questions: { count: 9 },
  });
  const [changed, defined, ...more] = await events(name);
  expect(more).toEqual([]);
  expect(defined).toMatchObject({ type: 'class.changed', details: { created: true } });
  expect(changed).toMatchObject({
    type: 'class.changed',
    details: { created: false, fields: ['factors.approval', 'questions.count', 'text'] },
  });
});

test('a class acts everywhere within 5 seconds', async () => {
  const name = await defineClass(world);
  const userId = await createUser(world, { class: name });
  const send = () => world.api.call('POST', `/v1/users/${userId}/setup-links`, { body: {} });
  expect((await send()).status).toBe(202);
  await putClass(world, name, { restrictEmailsToDomain: 'example.com' });
  world.advance(5);
  expectProblem(await send(), 'not-allowed-in-state');
});

test('looking at a class costs the same whoever is in it', async () => {
  const name = await defineClass(world);
  const cost = async (): Promise<number> => {
    const from = world.calls.length;
    await get(name);
    return world.calls.slice(from).reduce((sum, { read }) => sum + read, 0);
  };
  const before = await cost();
  await Promise.all(Array.from({ length: 30 }, () => createUser(world, { class: name })));
  expect((await get(name)).body.members).toBe(30);
  expect(await cost()).toBe(before);
});
